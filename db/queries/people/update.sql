-- write: Changes this person's profile to the values of the request body, which is JSON in UTF-8. A bio that is not in
-- the body stays unchanged.
update public.users person
set display_name = public.text_field(request.body, 'display_name'),
  bio = case when request.body ? 'bio' then public.bio_field(request.body) else person.bio end
from (select convert_from(:body, 'UTF8')::jsonb as body) request
where person.uuid = :person
returning convert_to(json_build_object('handle', person.handle)::text, 'UTF8') as body
