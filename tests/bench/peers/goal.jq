# A fraction of the rules, as a user would write them in jq: bodies that break one come out.
select(
  (.action | . != "created" and . != "updated" and . != "deleted")
  or (.goal | (
    (.account_guid | type != "string" or (startswith("ACT-") | not))
    or (.guid | type != "string" or (startswith("GOL-") | not))
    or (.user_guid | type != "string" or (startswith("USR-") | not))
    or ([.amount, .current_amount, .position, .revision] | any(type != "number"))
    or ([.completed_at, .projected_to_complete_at] | any(type != "number" and . != null))
    or ([.has_been_spent, .is_complete] | any(type != "boolean"))
    or ([.metadata, .user_id] | any(type != "string" and . != null))
    or (.goal_type_name | . != "SAVE_AMOUNT" and . != "PAYOFF")
    or (.name | type != "string")
    or (.is_complete and .completed_at == null)
  ))
)
