-- rows: A statement about a database, with its name quoted as an identifier.
select format(:format, :database::text)
