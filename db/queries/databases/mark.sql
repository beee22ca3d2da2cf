-- Whose database this is marked as: dev's or prod's.
select mark from public.environment
