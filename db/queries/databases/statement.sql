-- A statement about a database, with its name as SQL writes it.
select format(:format, :database::text)
