-- rows: Settings of every session of the server. Plans are generic: a query is written so that one plan is right for
-- all values, and planning it anew would cost more than running it. That plan looks rows up one by one in an index,
-- also while the tables are still small. A session on a standby ends itself: the name of the database still resolves to
-- the old primary, and will resolve to the new one in a moment.
select
  set_config('TimeZone', 'UTC', false),
  set_config('statement_timeout', :statement_timeout, false),
  set_config('default_transaction_read_only', :read_only, false),
  set_config('plan_cache_mode', 'force_generic_plan', false),
  set_config('enable_seqscan', 'off', false),
  set_config('enable_hashjoin', 'off', false),
  set_config('enable_mergejoin', 'off', false),
  case when pg_is_in_recovery() then pg_terminate_backend(pg_backend_pid()) end
