-- rows: The time by the clock of the database.
select clock_timestamp() as now
