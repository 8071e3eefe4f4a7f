"""DuckDB reads every documented field with its type, and counts the values of each."""

import sys

import duckdb

FIELDS = {
    "account_guid": "VARCHAR",
    "amount": "DECIMAL(28, 8)",
    "completed_at": "BIGINT",
    "created_by": "VARCHAR",
    "current_amount": "DECIMAL(28, 8)",
    "goal_type_name": "VARCHAR",
    "guid": "VARCHAR",
    "has_been_spent": "BOOLEAN",
    "is_complete": "BOOLEAN",
    "meta_type": "VARCHAR",
    "metadata": "VARCHAR",
    "name": "VARCHAR",
    "position": "BIGINT",
    "projected_to_complete_at": "BIGINT",
    "revision": "BIGINT",
    "user_guid": "VARCHAR",
    "user_id": "VARCHAR",
}
goal = ", ".join(f"{name} {kind}" for name, kind in FIELDS.items())
counts = ", ".join(f"count(goal.{name})" for name in FIELDS)
query = f"""
    SELECT count(action), {counts} FROM read_json(?, format = 'newline_delimited',
    columns = {{action: 'VARCHAR', goal: 'STRUCT({goal})'}})
"""
print(duckdb.execute(query, [sys.argv[1]]).fetchone())
