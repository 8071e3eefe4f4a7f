// Sorts and filters the index. The page is whole without it.
(() => {
  const table = document.querySelector(".index table");
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  if (!table) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const goals = rows.map((row) => document.querySelector(row.querySelector("a").hash));

  const number = (text) => parseFloat(text.replace(/[^-\d.]/g, "")) || 0;
  const keys = {
    goal: (row) => row.cells[0].textContent,
    amount: (row) => number(row.cells[1].textContent),
    deliveries: (row) => number(row.cells[2].textContent),
    findings: (row) => rows.indexOf(row),
  };
  const compare = (one, other) =>
    typeof one === "string" ? one.localeCompare(other) : one - other;
  for (const heading of table.tHead.rows[0].cells) {
    const key = keys[heading.dataset.key];
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const up = heading.ariaSort !== "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      heading.ariaSort = up ? "ascending" : "descending";
      const sorted = [...rows].sort((one, other) => compare(key(one), key(other)));
      body.append(...(up ? sorted : sorted.reverse()));
    });
  }

  const texts = rows.map((row) => row.textContent.toLowerCase());
  const tools = document.createElement("p");
  tools.className = "tools";
  const label = document.createElement("label");
  label.textContent = "Filter ";
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = "name, guid or rule";
  label.append(input);
  const shown = document.createElement("span");
  shown.setAttribute("role", "status");
  tools.append(label, shown);
  table.before(tools);
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    let count = 0;
    texts.forEach((text, index) => {
      const hidden = !text.includes(wanted);
      rows[index].hidden = goals[index].hidden = hidden;
      count += hidden ? 0 : 1;
    });
    shown.textContent = wanted && `${count.toLocaleString("en")} of ${rows.length.toLocaleString("en")} goals`;
  });
})();
