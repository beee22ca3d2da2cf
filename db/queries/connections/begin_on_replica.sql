-- rows: Settings of every session on a read replica. They are those of `begin.sql`, but the session may be on a standby.
select
  set_config('TimeZone', 'UTC', false),
  set_config('statement_timeout', :statement_timeout, false),
  set_config('default_transaction_read_only', 'on', false),
  set_config('plan_cache_mode', 'force_generic_plan', false),
  set_config('enable_seqscan', 'off', false),
  set_config('enable_hashjoin', 'off', false),
  set_config('enable_mergejoin', 'off', false)
