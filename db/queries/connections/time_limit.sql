-- rows: Limits the time of each later statement in this transaction.
select set_config('statement_timeout', :timeout, true)
