-- rows: The last number of this server that a replica shows.
select beat from public.heartbeats where server = :server
