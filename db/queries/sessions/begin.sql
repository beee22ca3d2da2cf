-- Settings of every session of the server.
select
  set_config('TimeZone', 'UTC', false),
  set_config('statement_timeout', :statement_timeout, false),
  set_config('default_transaction_read_only', :read_only, false),
  set_config('plan_cache_mode', :plan_cache_mode, false)
