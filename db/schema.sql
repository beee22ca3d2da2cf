-- All tables of Cruddur, and all of its rules. Loads into an empty database, or replaces the existing tables:
--   psql -v ON_ERROR_STOP=1 -f db/schema.sql
-- If a rule is broken, the API answers with the name of the constraint (see docs/data-model.md).

-- Handles and #tags ignore case. In a locale that treats I and i as two letters, two people could have handles that
-- look the same. PostgreSQL composes characters (NFC) in UTF-8 only.
do $$
begin
  if current_setting('server_encoding') <> 'UTF8' then
    raise exception 'The encoding of this database is not UTF8.' using hint = 'Create it with the encoding UTF8.';
  end if;
  if lower('I') <> 'i' then
    raise exception 'This database takes I and i for two letters.'
      using hint = 'Create it with another locale, for example C.UTF-8.';
  end if;
end $$;

create extension if not exists "uuid-ossp";

drop table if exists public.reports, public.reported_activities, public.blocks, public.messages, public.message_groups,
  public.schema_migrations, public.active_people, public.uncounted_people, public.heartbeats, public.metric_writers, public.metrics,
  public.session_groups, public.deleted_accounts, public.pending_sign_ins, public.sessions,
  public.idempotency_keys, public.notifications, public.reposts, public.likes, public.activities, public.users cascade;
drop function if exists public.cards(uuid);
drop type if exists public.card, public.card_for_reader cascade;

-- The environment mark, dev or prod: commands for the other environment refuse the database. Loading the schema again
-- leaves the mark in place.
create table if not exists public.environment (
  only_row boolean primary key default true constraint environment_one_row check (only_row),
  mark text not null constraint environment_mark check (mark in ('dev', 'prod')),
  marked_at timestamptz not null default now()
);

-- The migrations of db/migrations that this file already contains, so that they are not applied again. A checksum is
-- the output of sha256sum.
create table public.schema_migrations (
  version integer constraint schema_migrations_pkey primary key,
  name text not null,
  checksum text not null,
  applied_at timestamptz default now() not null
);
insert into public.schema_migrations (version, name, checksum) values
  (1, 'schema_migrations', '24738dcea1f98dce8af724e2227d758156730d1b59e4e7935f32bf7356a30739'),
  (2, 'environment', '48e9512132ecaf4699133d6c72f2760ea2319b7e5db6642088579f81126d658a'),
  (3, 'search_words', '0af703153ba4062ff1c6202ddacc3943c69c44bc43ef2bd0e33d698a03f88baa'),
  (4, 'common_words', 'eaa6073371303fe9aeb6e88006e476306879687e066eb4e14ae9b93a81fa6195'),
  (5, 'search_periods', '8918791de64232dd24068ae66b113e9e75ce181e64fca4194bb114550e02cf9a'),
  (6, 'large_threads', '7e0d8bec85e9a83d13d71400921861076aeb5c6d6f19b2ea345863c4b13a3508'),
  (7, 'words_and_locks', 'e1488f68dae8f5a4c7aaff218a95595aa361d79db61e48ccfb523040efd3a69b'),
  (8, 'accounts', '308a512207b4a1a0b3f1530e677d764e73f52225d26dcde1e859684bfade7d19'),
  (9, 'page', '8b7baee1f44b1a90d551cd60ac77761879068553d5642689e348b63c18a0cbfa'),
  (10, 'growth_metrics', '9d6e3a008b3cc2bc31c79a8fe6ccb341a5b0293540c8fa446add8010ad265c1d'),
  (11, 'conversations', 'baa1b874eb45dbe8aecd083a475c8c45c4a01ad6d475d4193d8de5d8e73f2ce4'),
  (12, 'heartbeats', '457e440de85c49127e251ef8906119535185c3c6a775507d3931724d32442a69'),
  (13, 'feeds', '027627648f9d7eab2ee4c4e745e8059ef6ff19868c1cecc4def3946dca8fc431'),
  (14, 'uncounted_people', 'aaa1c0380c72f4f93c4a28fea88ef7635767c85f469163ec26ae8aa0dcae3d52'),
  (15, 'segments', 'f9baa78fa24754685f466a04d894924d26ab873e33971322b7fe8b3d51be88b9');

-- Rules that several columns share.

-- Whether a text has nothing but white space, control characters, and characters that show nothing.
create or replace function public.is_blank(value text) returns boolean
  language sql immutable parallel safe
  as $$ select value !~
    '[^\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f'
    '\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc'
    '\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]' $$;

-- The lifetime of a crud. Any other value than the seven is refused as ttl_blank.
create or replace function public.time_to_live(ttl text) returns interval
  language plpgsql immutable parallel safe
  as $$
declare
  lifetime constant interval := case ttl
    when '30-days' then interval '30 days'
    when '7-days' then interval '7 days'
    when '3-days' then interval '3 days'
    when '1-day' then interval '1 day'
    when '12-hours' then interval '12 hours'
    when '3-hours' then interval '3 hours'
    when '1-hour' then interval '1 hour'
  end;
begin
  if lifetime is null then
    raise exception 'a crud lives for one of seven times' using errcode = 'check_violation', constraint = 'ttl_blank';
  end if;
  return lifetime;
end $$;

-- A string of a JSON object; null if it is missing or not a string, so that the constraints of the column decide.
create or replace function public.text_field(body jsonb, field text) returns text
  language sql immutable parallel safe
  as $$ select case jsonb_typeof(body -> field) when 'string' then body ->> field end $$;

-- A person's bio, which may be left empty: null if it is missing or null.
create or replace function public.bio_field(body jsonb) returns text
  language plpgsql immutable parallel safe
  as $$
begin
  if jsonb_typeof(body -> 'bio') not in ('string', 'null') then
    raise exception 'a bio is a text' using errcode = 'check_violation', constraint = 'bio_invalid';
  end if;
  return body ->> 'bio';
end $$;

-- Words, #tags, @handles and URLs of a text. No function here depends on the locale of the cluster, so that all clusters
-- find the same (docs/decisions/0013).

-- Invisible characters, which may be inside words: joiners, soft hyphens, direction marks, variation selectors. For the
-- brackets of a regular expression.
create or replace function public.invisible() returns text
  language sql immutable parallel safe
  as $$ select
    '\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufff8'
    '\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff' $$;

-- Characters between words: all that are neither letter, mark nor number in Unicode 16, except the invisible ones; and the
-- letters that look like a space (Hangul fillers). For the brackets of a regular expression.
create or replace function public.separators() returns text
  language sql immutable parallel safe
  as $$ select
    '\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00ac\u00ae-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf'
    '\u00d7\u00f7\u02c2-\u02c5\u02d2-\u02df\u02e5-\u02eb\u02ed\u02ef-\u02ff\u0375\u037e\u0384-\u0385\u0387\u03f6'
    '\u0482\u0488-\u0489\u055a-\u055f\u0589-\u058f\u05be\u05c0\u05c3\u05c6\u05f3-\u060f\u061b\u061d-\u061f'
    '\u066a-\u066d\u06d4\u06dd-\u06de\u06e9\u06fd-\u06fe\u0700-\u070f\u07f6-\u07f9\u07fe-\u07ff\u0830-\u083e\u085e'
    '\u0888\u0890-\u0891\u08e2\u0964-\u0965\u0970\u09f2-\u09f3\u09fa-\u09fb\u09fd\u0a76\u0af0-\u0af1\u0b70'
    '\u0bf3-\u0bfa\u0c77\u0c7f\u0c84\u0d4f\u0d79\u0df4\u0e3f\u0e4f\u0e5a-\u0e5b\u0f01-\u0f17\u0f1a-\u0f1f\u0f34\u0f36'
    '\u0f38\u0f3a-\u0f3d\u0f85\u0fbe-\u0fc5\u0fc7-\u0fda\u104a-\u104f\u109e-\u109f\u10fb\u115f-\u1160\u1360-\u1368'
    '\u1390-\u1399\u1400\u166d-\u166e\u1680\u169b-\u169c\u16eb-\u16ed\u1735-\u1736\u17d4-\u17d6\u17d8-\u17db'
    '\u1800-\u180a\u1940-\u1945\u19de-\u19ff\u1a1e-\u1a1f\u1aa0-\u1aa6\u1aa8-\u1aad\u1abe\u1b4e-\u1b4f\u1b5a-\u1b6a'
    '\u1b74-\u1b7f\u1bfc-\u1bff\u1c3b-\u1c3f\u1c7e-\u1c7f\u1cc0-\u1cc7\u1cd3\u1fbd\u1fbf-\u1fc1\u1fcd-\u1fcf'
    '\u1fdd-\u1fdf\u1fed-\u1fef\u1ffd-\u200b\u2010-\u2029\u202f-\u205f\u207a-\u207e\u208a-\u208e\u20a0-\u20c0'
    '\u20dd-\u20e0\u20e2-\u20e4\u2100-\u2101\u2103-\u2106\u2108-\u2109\u2114\u2116-\u2118\u211e-\u2123\u2125\u2127'
    '\u2129\u212e\u213a-\u213b\u2140-\u2144\u214a-\u214d\u214f\u218a-\u244a\u249c-\u24e9\u2500-\u2775\u2794-\u2bff'
    '\u2ce5-\u2cea\u2cf9-\u2cfc\u2cfe-\u2cff\u2d70\u2e00-\u2e2e\u2e30-\u3004\u3008-\u3020\u3030\u3036-\u3037'
    '\u303d-\u303f\u309b-\u309c\u30a0\u30fb\u3164\u3190-\u3191\u3196-\u319f\u31c0-\u31ef\u3200-\u321e\u322a-\u3247'
    '\u3250\u3260-\u327f\u328a-\u32b0\u32c0-\u33ff\u4dc0-\u4dff\ua490-\ua4c6\ua4fe-\ua4ff\ua60d-\ua60f\ua670-\ua673'
    '\ua67e\ua6f2-\ua716\ua720-\ua721\ua789-\ua78a\ua828-\ua82b\ua836-\ua839\ua874-\ua877\ua8ce-\ua8cf\ua8f8-\ua8fa'
    '\ua8fc\ua92e-\ua92f\ua95f\ua9c1-\ua9cd\ua9de-\ua9df\uaa5c-\uaa5f\uaa77-\uaa79\uaade-\uaadf\uaaf0-\uaaf1\uab5b'
    '\uab6a-\uab6b\uabeb\ue000-\uf8ff\ufb29\ufbb2-\ufbc2\ufd3e-\ufd4f\ufdcf\ufdfc-\ufdff\ufe10-\ufe19\ufe30-\ufe6b'
    '\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffa0\uffe0-\uffee\ufff9-\ufffd\U00010100-\U00010102'
    '\U00010137-\U0001013f\U00010179-\U00010189\U0001018c-\U000101fc\U0001039f\U000103d0\U0001056f\U00010857'
    '\U00010877-\U00010878\U0001091f\U0001093f\U00010a50-\U00010a58\U00010a7f\U00010ac8\U00010af0-\U00010af6'
    '\U00010b39-\U00010b3f\U00010b99-\U00010b9c\U00010d6e\U00010d8e-\U00010d8f\U00010ead\U00010f55-\U00010f59'
    '\U00010f86-\U00010f89\U00011047-\U0001104d\U000110bb-\U000110c1\U000110cd\U00011140-\U00011143'
    '\U00011174-\U00011175\U000111c5-\U000111c8\U000111cd\U000111db\U000111dd-\U000111df\U00011238-\U0001123d'
    '\U000112a9\U000113d4-\U000113d8\U0001144b-\U0001144f\U0001145a-\U0001145d\U000114c6\U000115c1-\U000115d7'
    '\U00011641-\U00011643\U00011660-\U0001166c\U000116b9\U0001173c-\U0001173f\U0001183b\U00011944-\U00011946'
    '\U000119e2\U00011a3f-\U00011a46\U00011a9a-\U00011a9c\U00011a9e-\U00011aa2\U00011b00-\U00011b09\U00011be1'
    '\U00011c41-\U00011c45\U00011c70-\U00011c71\U00011ef7-\U00011ef8\U00011f43-\U00011f4f\U00011fd5-\U00011fff'
    '\U00012470-\U00012474\U00012ff1-\U00012ff2\U00013430-\U0001343f\U00016a6e-\U00016a6f\U00016af5'
    '\U00016b37-\U00016b3f\U00016b44-\U00016b45\U00016d6d-\U00016d6f\U00016e97-\U00016e9a\U00016fe2\U0001bc9c'
    '\U0001bc9f\U0001cc00-\U0001ccef\U0001cd00-\U0001ceb3\U0001cf50-\U0001d164\U0001d16a-\U0001d16c'
    '\U0001d183-\U0001d184\U0001d18c-\U0001d1a9\U0001d1ae-\U0001d241\U0001d245\U0001d300-\U0001d356\U0001d6c1'
    '\U0001d6db\U0001d6fb\U0001d715\U0001d735\U0001d74f\U0001d76f\U0001d789\U0001d7a9\U0001d7c3\U0001d800-\U0001d9ff'
    '\U0001da37-\U0001da3a\U0001da6d-\U0001da74\U0001da76-\U0001da83\U0001da85-\U0001da8b\U0001e14f\U0001e2ff'
    '\U0001e5ff\U0001e95e-\U0001e95f\U0001ecac\U0001ecb0\U0001ed2e\U0001eef0-\U0001f0f5\U0001f10d-\U0001fbef'
    '\U000f0000-\U0010fffd' $$;

-- A text in lower case, as Unicode 16 maps each capital letter.
create or replace function public.lower_case(value text) returns text
  language plpgsql immutable parallel safe
  as $$
declare
  capitals constant text :=
    'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝ'
    'ƟƠƢƤƦƧƩƬƮƯƱƲƳƵƷƸƼǄǅǇǈǊǋǍǏǑǓǕǗǙǛǞǠǢǤǦǨǪǬǮǱǲǴǶǷǸǺǼǾȀȂȄȆȈȊȌȎȐȒȔȖȘȚȜȞȠȢȤȦȨȪȬȮȰȲȺȻȽȾɁɃɄɅɆɈɊɌɎͰͲͶͿΆΈΉΊΌΎΏΑΒΓΔΕΖΗΘΙΚΛΜΝ'
    'ΞΟΠΡΣΤΥΦΧΨΩΪΫϏϘϚϜϞϠϢϤϦϨϪϬϮϴϷϹϺϽϾϿЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯѠѢѤѦѨѪѬѮѰѲѴѶѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤ'
    'ҦҨҪҬҮҰҲҴҶҸҺҼҾӀӁӃӅӇӉӋӍӐӒӔӖӘӚӜӞӠӢӤӦӨӪӬӮӰӲӴӶӸӺӼӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԨԪԬԮԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖႠႡႢႣႤ'
    'ႥႦႧႨႩႪႫႬႭႮႯႰႱႲႳႴႵႶႷႸႹႺႻႼႽႾႿჀჁჂჃჄჅჇჍᎠᎡᎢᎣᎤᎥᎦᎧᎨᎩᎪᎫᎬᎭᎮᎯᎰᎱᎲᎳᎴᎵᎶᎷᎸᎹᎺᎻᎼᎽᎾᎿᏀᏁᏂᏃᏄᏅᏆᏇᏈᏉᏊᏋᏌᏍᏎᏏᏐᏑᏒᏓᏔᏕᏖᏗᏘᏙᏚᏛᏜᏝᏞᏟᏠᏡᏢᏣᏤᏥᏦᏧᏨᏩᏪᏫᏬ'
    'ᏭᏮᏯᏰᏱᏲᏳᏴᏵᲉᲐᲑᲒᲓᲔᲕᲖᲗᲘᲙᲚᲛᲜᲝᲞᲟᲠᲡᲢᲣᲤᲥᲦᲧᲨᲩᲪᲫᲬᲭᲮᲯᲰᲱᲲᲳᲴᲵᲶᲷᲸᲹᲺᲽᲾᲿḀḂḄḆḈḊḌḎḐḒḔḖḘḚḜḞḠḢḤḦḨḪḬḮḰḲḴḶḸḺḼḾṀṂṄṆṈṊṌṎṐṒṔṖṘṚṜṞṠṢṤṦṨṪṬṮ'
    'ṰṲṴṶṸṺṼṾẀẂẄẆẈẊẌẎẐẒẔẞẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸỺỼỾἈἉἊἋἌἍἎἏἘἙἚἛἜἝἨἩἪἫἬἭἮἯἸἹἺἻἼἽἾἿὈὉὊὋὌὍὙὛὝὟὨὩὪὫ'
    'ὬὭὮὯᾈᾉᾊᾋᾌᾍᾎᾏᾘᾙᾚᾛᾜᾝᾞᾟᾨᾩᾪᾫᾬᾭᾮᾯᾸᾹᾺΆᾼῈΈῊΉῌῘῙῚΊῨῩῪΎῬῸΌῺΏῼΩKÅℲⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅬⅭⅮⅯↃⒶⒷⒸⒹⒺⒻⒼⒽⒾⒿⓀⓁⓂⓃⓄⓅⓆⓇⓈⓉⓊⓋⓌⓍⓎⓏⰀⰁⰂⰃⰄⰅⰆⰇⰈⰉⰊⰋⰌ'
    'ⰍⰎⰏⰐⰑⰒⰓⰔⰕⰖⰗⰘⰙⰚⰛⰜⰝⰞⰟⰠⰡⰢⰣⰤⰥⰦⰧⰨⰩⰪⰫⰬⰭⰮⰯⱠⱢⱣⱤⱧⱩⱫⱭⱮⱯⱰⱲⱵⱾⱿⲀⲂⲄⲆⲈⲊⲌⲎⲐⲒⲔⲖⲘⲚⲜⲞⲠⲢⲤⲦⲨⲪⲬⲮⲰⲲⲴⲶⲸⲺⲼⲾⳀⳂⳄⳆⳈⳊⳌⳎⳐⳒⳔⳖⳘⳚⳜⳞⳠⳢⳫⳭⳲꙀꙂꙄꙆꙈꙊꙌꙎꙐ'
    'ꙒꙔꙖꙘꙚꙜꙞꙠꙢꙤꙦꙨꙪꙬꚀꚂꚄꚆꚈꚊꚌꚎꚐꚒꚔꚖꚘꚚꜢꜤꜦꜨꜪꜬꜮꜲꜴꜶꜸꜺꜼꜾꝀꝂꝄꝆꝈꝊꝌꝎꝐꝒꝔꝖꝘꝚꝜꝞꝠꝢꝤꝦꝨꝪꝬꝮꝹꝻꝽꝾꞀꞂꞄꞆꞋꞍꞐꞒꞖꞘꞚꞜꞞꞠꞢꞤꞦꞨꞪꞫꞬꞭꞮꞰꞱꞲꞳꞴꞶꞸꞺꞼꞾꟀꟂꟄꟅꟆꟇꟉꟋꟌ'
    'ꟐꟖꟘꟚꟜꟵＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ𐐀𐐁𐐂𐐃𐐄𐐅𐐆𐐇𐐈𐐉𐐊𐐋𐐌𐐍𐐎𐐏𐐐𐐑𐐒𐐓𐐔𐐕𐐖𐐗𐐘𐐙𐐚𐐛𐐜𐐝𐐞𐐟𐐠𐐡𐐢𐐣𐐤𐐥𐐦𐐧𐒰𐒱𐒲𐒳𐒴𐒵𐒶𐒷𐒸𐒹𐒺𐒻𐒼𐒽𐒾𐒿𐓀𐓁𐓂𐓃𐓄𐓅𐓆𐓇𐓈𐓉𐓊𐓋𐓌𐓍𐓎𐓏𐓐𐓑𐓒𐓓𐕰𐕱𐕲𐕳'
    '𐕴𐕵𐕶𐕷𐕸𐕹𐕺𐕼𐕽𐕾𐕿𐖀𐖁𐖂𐖃𐖄𐖅𐖆𐖇𐖈𐖉𐖊𐖌𐖍𐖎𐖏𐖐𐖑𐖒𐖔𐖕𐲀𐲁𐲂𐲃𐲄𐲅𐲆𐲇𐲈𐲉𐲊𐲋𐲌𐲍𐲎𐲏𐲐𐲑𐲒𐲓𐲔𐲕𐲖𐲗𐲘𐲙𐲚𐲛𐲜𐲝𐲞𐲟𐲠𐲡𐲢𐲣𐲤𐲥𐲦𐲧𐲨𐲩𐲪𐲫𐲬𐲭𐲮𐲯𐲰𐲱𐲲𐵐𐵑𐵒𐵓𐵔𐵕𐵖𐵗𐵘𐵙𐵚𐵛𐵜𐵝𐵞𐵟𐵠𐵡𐵢𐵣𐵤𐵥𑢠𑢡𑢢𑢣𑢤𑢥𑢦𑢧'
    '𑢨𑢩𑢪𑢫𑢬𑢭𑢮𑢯𑢰𑢱𑢲𑢳𑢴𑢵𑢶𑢷𑢸𑢹𑢺𑢻𑢼𑢽𑢾𑢿𖹀𖹁𖹂𖹃𖹄𖹅𖹆𖹇𖹈𖹉𖹊𖹋𖹌𖹍𖹎𖹏𖹐𖹑𖹒𖹓𖹔𖹕𖹖𖹗𖹘𖹙𖹚𖹛𖹜𖹝𖹞𖹟𞤀𞤁𞤂𞤃𞤄𞤅𞤆𞤇𞤈𞤉𞤊𞤋𞤌𞤍𞤎𞤏𞤐𞤑𞤒𞤓𞤔𞤕𞤖𞤗𞤘𞤙𞤚𞤛𞤜𞤝𞤞𞤟𞤠𞤡';
  small constant text :=
    'àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįiĳĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷÿźżžɓƃƅɔƈɖɗƌǝəɛƒɠɣɩɨƙɯɲ'
    'ɵơƣƥʀƨʃƭʈưʊʋƴƶʒƹƽǆǆǉǉǌǌǎǐǒǔǖǘǚǜǟǡǣǥǧǩǫǭǯǳǳǵƕƿǹǻǽǿȁȃȅȇȉȋȍȏȑȓȕȗșțȝȟƞȣȥȧȩȫȭȯȱȳⱥȼƚⱦɂƀʉʌɇɉɋɍɏͱͳͷϳάέήίόύώαβγδεζηθικλμν'
    'ξοπρστυφχψωϊϋϗϙϛϝϟϡϣϥϧϩϫϭϯθϸϲϻͻͼͽѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюяѡѣѥѧѩѫѭѯѱѳѵѷѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥ'
    'ҧҩҫҭүұҳҵҷҹһҽҿӏӂӄӆӈӊӌӎӑӓӕӗәӛӝӟӡӣӥӧөӫӭӯӱӳӵӷӹӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆⴀⴁⴂⴃⴄ'
    'ⴅⴆⴇⴈⴉⴊⴋⴌⴍⴎⴏⴐⴑⴒⴓⴔⴕⴖⴗⴘⴙⴚⴛⴜⴝⴞⴟⴠⴡⴢⴣⴤⴥⴧⴭꭰꭱꭲꭳꭴꭵꭶꭷꭸꭹꭺꭻꭼꭽꭾꭿꮀꮁꮂꮃꮄꮅꮆꮇꮈꮉꮊꮋꮌꮍꮎꮏꮐꮑꮒꮓꮔꮕꮖꮗꮘꮙꮚꮛꮜꮝꮞꮟꮠꮡꮢꮣꮤꮥꮦꮧꮨꮩꮪꮫꮬꮭꮮꮯꮰꮱꮲꮳꮴꮵꮶꮷꮸꮹꮺꮻꮼ'
    'ꮽꮾꮿᏸᏹᏺᏻᏼᏽᲊაბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰჱჲჳჴჵჶჷჸჹჺჽჾჿḁḃḅḇḉḋḍḏḑḓḕḗḙḛḝḟḡḣḥḧḩḫḭḯḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓṕṗṙṛṝṟṡṣṥṧṩṫṭṯ'
    'ṱṳṵṷṹṻṽṿẁẃẅẇẉẋẍẏẑẓẕßạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹỻỽỿἀἁἂἃἄἅἆἇἐἑἒἓἔἕἠἡἢἣἤἥἦἧἰἱἲἳἴἵἶἷὀὁὂὃὄὅὑὓὕὗὠὡὢὣ'
    'ὤὥὦὧᾀᾁᾂᾃᾄᾅᾆᾇᾐᾑᾒᾓᾔᾕᾖᾗᾠᾡᾢᾣᾤᾥᾦᾧᾰᾱὰάᾳὲέὴήῃῐῑὶίῠῡὺύῥὸόὼώῳωkåⅎⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻⅼⅽⅾⅿↄⓐⓑⓒⓓⓔⓕⓖⓗⓘⓙⓚⓛⓜⓝⓞⓟⓠⓡⓢⓣⓤⓥⓦⓧⓨⓩⰰⰱⰲⰳⰴⰵⰶⰷⰸⰹⰺⰻⰼ'
    'ⰽⰾⰿⱀⱁⱂⱃⱄⱅⱆⱇⱈⱉⱊⱋⱌⱍⱎⱏⱐⱑⱒⱓⱔⱕⱖⱗⱘⱙⱚⱛⱜⱝⱞⱟⱡɫᵽɽⱨⱪⱬɑɱɐɒⱳⱶȿɀⲁⲃⲅⲇⲉⲋⲍⲏⲑⲓⲕⲗⲙⲛⲝⲟⲡⲣⲥⲧⲩⲫⲭⲯⲱⲳⲵⲷⲹⲻⲽⲿⳁⳃⳅⳇⳉⳋⳍⳏⳑⳓⳕⳗⳙⳛⳝⳟⳡⳣⳬⳮⳳꙁꙃꙅꙇꙉꙋꙍꙏꙑ'
    'ꙓꙕꙗꙙꙛꙝꙟꙡꙣꙥꙧꙩꙫꙭꚁꚃꚅꚇꚉꚋꚍꚏꚑꚓꚕꚗꚙꚛꜣꜥꜧꜩꜫꜭꜯꜳꜵꜷꜹꜻꜽꜿꝁꝃꝅꝇꝉꝋꝍꝏꝑꝓꝕꝗꝙꝛꝝꝟꝡꝣꝥꝧꝩꝫꝭꝯꝺꝼᵹꝿꞁꞃꞅꞇꞌɥꞑꞓꞗꞙꞛꞝꞟꞡꞣꞥꞧꞩɦɜɡɬɪʞʇʝꭓꞵꞷꞹꞻꞽꞿꟁꟃꞔʂᶎꟈꟊɤꟍ'
    'ꟑꟗꟙꟛƛꟶａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ𐐨𐐩𐐪𐐫𐐬𐐭𐐮𐐯𐐰𐐱𐐲𐐳𐐴𐐵𐐶𐐷𐐸𐐹𐐺𐐻𐐼𐐽𐐾𐐿𐑀𐑁𐑂𐑃𐑄𐑅𐑆𐑇𐑈𐑉𐑊𐑋𐑌𐑍𐑎𐑏𐓘𐓙𐓚𐓛𐓜𐓝𐓞𐓟𐓠𐓡𐓢𐓣𐓤𐓥𐓦𐓧𐓨𐓩𐓪𐓫𐓬𐓭𐓮𐓯𐓰𐓱𐓲𐓳𐓴𐓵𐓶𐓷𐓸𐓹𐓺𐓻𐖗𐖘𐖙𐖚'
    '𐖛𐖜𐖝𐖞𐖟𐖠𐖡𐖣𐖤𐖥𐖦𐖧𐖨𐖩𐖪𐖫𐖬𐖭𐖮𐖯𐖰𐖱𐖳𐖴𐖵𐖶𐖷𐖸𐖹𐖻𐖼𐳀𐳁𐳂𐳃𐳄𐳅𐳆𐳇𐳈𐳉𐳊𐳋𐳌𐳍𐳎𐳏𐳐𐳑𐳒𐳓𐳔𐳕𐳖𐳗𐳘𐳙𐳚𐳛𐳜𐳝𐳞𐳟𐳠𐳡𐳢𐳣𐳤𐳥𐳦𐳧𐳨𐳩𐳪𐳫𐳬𐳭𐳮𐳯𐳰𐳱𐳲𐵰𐵱𐵲𐵳𐵴𐵵𐵶𐵷𐵸𐵹𐵺𐵻𐵼𐵽𐵾𐵿𐶀𐶁𐶂𐶃𐶄𐶅𑣀𑣁𑣂𑣃𑣄𑣅𑣆𑣇'
    '𑣈𑣉𑣊𑣋𑣌𑣍𑣎𑣏𑣐𑣑𑣒𑣓𑣔𑣕𑣖𑣗𑣘𑣙𑣚𑣛𑣜𑣝𑣞𑣟𖹠𖹡𖹢𖹣𖹤𖹥𖹦𖹧𖹨𖹩𖹪𖹫𖹬𖹭𖹮𖹯𖹰𖹱𖹲𖹳𖹴𖹵𖹶𖹷𖹸𖹹𖹺𖹻𖹼𖹽𖹾𖹿𞤢𞤣𞤤𞤥𞤦𞤧𞤨𞤩𞤪𞤫𞤬𞤭𞤮𞤯𞤰𞤱𞤲𞤳𞤴𞤵𞤶𞤷𞤸𞤹𞤺𞤻𞤼𞤽𞤾𞤿𞥀𞥁𞥂𞥃';
  letter text;
begin
  for letter in select distinct match[1] from regexp_matches(value, '[' || capitals || ']', 'g') match loop
    value := replace(value, letter, substr(small, strpos(capitals, letter), 1));
  end loop;
  return lower(value collate "C");
end $$;

-- A text as it is compared: without invisible characters, composed (NFC), in lower case.
create or replace function public.folded(value text) returns text
  language sql immutable parallel safe
  as $$ select case
    when octet_length(value) = char_length(value) then lower(value collate "C")
    else public.lower_case(normalize(regexp_replace(value, '[' || public.invisible() || ']+', '', 'g'), nfc))
  end $$;

-- The URLs, @handles and #tags of a text, as a regular expression. A match begins with h, H, @ or #.
create or replace function public.link_pattern() returns text
  language sql immutable parallel safe
  as $$
    select
      -- A URL does not end with punctuation, and ends with a bracket only if it contains the opening one.
      '[Hh][Tt][Tt][Pp][Ss]?://' || letter
        || '(?:(?:' || part || '|\(' || part || '*\))*(?:' || letter || '|[-_/#@%&=+$]|\(' || part || '*\)))?'
      -- A handle or tag does not begin inside a word or URL, and a handle does not end inside a word.
      || '|(?<![A-Za-z0-9_@#&/=\u00c0-\u024f])(?:@[A-Za-z0-9_]{1,30}(?![A-Za-z0-9_@\u00c0-\u024f])'
      -- A tag begins and ends with a letter, a number or _. It may contain invisible characters, and · ׳ ״ ་ ・.
      || '|#(?:(?![\u0300-\u036f])' || letter || '|_)'
        || '(?:(?:[^' || public.separators() || ']|[_\u00b7\u05f3\u05f4\u0f0b\u30fb])*(?:' || letter || '|_))?)'
    from (select '[^' || public.separators() || public.invisible() || ']') known (letter),
      lateral (select '(?:' || letter || '|[-_/#@%&=+$.,:;!?''*~])') composed (part)
  $$;

-- The #tags and @handles of a text as they are compared, each once. Only the first hundred characters of a tag count.
create or replace function public.marks(value text) returns text[]
  language sql immutable parallel safe
  as $$ select coalesce(array_agg(distinct left(public.folded(link[1]), 101)), '{}')
    from regexp_matches(value, public.link_pattern(), 'g') link
    where left(link[1], 1) in ('#', '@') $$;

-- A message as a page shows it: text and links in turn, beginning and ending with a text, which may be empty. A link begins
-- with # if it is a tag, with @ if it is a mention, and otherwise is a URL. Null if the message has no link.
create or replace function public.segments(message text) returns text[]
  language sql immutable parallel safe
  as $$
    select array_agg(part order by place)
    from (
      select 2 * place, text
      from regexp_split_to_table(message, public.link_pattern()) with ordinality split (text, place)
      union all
      select 2 * place + 1, link[1]
      from regexp_matches(message, public.link_pattern(), 'g') with ordinality found (link, place)
    ) parts (place, part)
    -- Most messages have no link, and this finds it out more quickly.
    where message ~ '[#@]|://'
    having count(*) > 1
  $$;

-- The search terms of a text: the first hundred characters of each word, and its #tags and @handles.
create or replace function public.search_words(value text) returns tsvector
  language plpgsql immutable parallel safe
  as $$
begin
  return array_to_tsvector(public.marks(value) || array(
    select left(word, 100)
    from regexp_split_to_table(public.folded(value), '[' || public.separators() || ']+') word
    where word <> ''));
end $$;

-- The search for the texts that have all words, #tags and @handles of a term.
create or replace function public.search_query(term text) returns tsquery
  language plpgsql immutable parallel safe
  as $$
declare
  words text[];
begin
  if term is null or public.is_blank(term) then
    raise exception 'a term to search for is needed' using errcode = 'check_violation', constraint = 'search_term_blank';
  end if;
  if char_length(term) > 1024 then
    raise exception 'no message is as long as this term'
      using errcode = 'check_violation', constraint = 'search_term_exceed_max_chars';
  end if;
  words := tsvector_to_array(public.search_words(term));
  if cardinality(words) > 64 then
    raise exception 'each word takes a search of its own'
      using errcode = 'check_violation', constraint = 'search_term_exceed_max_words';
  end if;
  return (select coalesce(string_agg(quote_literal(word), ' & '), '') from unnest(words) word)::tsquery;
end $$;

create or replace function public.func_updated_at() returns trigger
  language plpgsql
  as $$
begin
  new.updated_at = now();
  return new;
end $$;

-- The quarter of an hour of a moment.
create or replace function public.quarter(moment timestamptz) returns integer
  language sql immutable parallel safe
  as $$ select floor(date_part('epoch', moment at time zone 'UTC') / 900)::integer $$;

-- The period that contains a quarter of an hour: itself (length 0), two hours (1), or sixteen hours (2). No two periods
-- have the same number, not even with different lengths.
create or replace function public.period(quarter integer, length integer) returns integer
  language sql immutable parallel safe
  as $$ select (quarter >> 3 * length) * 3 + length $$;

-- All periods that contain a moment, one of each length.
create or replace function public.periods(moment timestamptz) returns integer[]
  language sql immutable parallel safe
  as $$ select array[
    public.period(public.quarter(moment), 0),
    public.period(public.quarter(moment), 1),
    public.period(public.quarter(moment), 2)] $$;

-- The period that contains a quarter of an hour, and the one before: together they span at least one whole period
-- before the end of that quarter.
create or replace function public.last_periods(quarter integer, length integer) returns integer[]
  language sql immutable parallel safe
  as $$ select array[public.period(quarter, length), public.period(quarter, length) - 3] $$;

-- People

create table public.users (
  uuid uuid default uuid_generate_v4() constraint users_pkey primary key,
  display_name text not null
    constraint display_name_blank check (not public.is_blank(display_name))
    constraint display_name_exceed_max_chars check (char_length(display_name) <= 50),
  handle text not null
    constraint handle_invalid check (handle ~ '^[A-Za-z0-9_]{1,30}$'),
  email text not null
    constraint email_blank check (not public.is_blank(email)),
  cognito_user_id text not null
    constraint cognito_user_id_taken unique,
  bio text
    constraint bio_exceed_max_chars check (char_length(bio) <= 160),
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null
);

create unique index handle_taken on public.users (lower(handle));
create index users_email_idx on public.users (lower(email));
create index users_created_at_idx on public.users (created_at);

create trigger trig_users_updated_at before update on public.users
  for each row execute function public.func_updated_at();

-- The row of a person whose address the user pool has confirmed. The first call creates it; later calls only update the
-- e-mail address. The pool has accepted the account, so this function refuses none of its values: a handle that is
-- taken or invalid is replaced by a similar one that is free.
create or replace function public.sign_up(id text, display_name text, email text, handle text) returns public.users
  language plpgsql
  as $$
declare
  wanted constant text :=
    coalesce(nullif(left(regexp_replace(handle, '[^A-Za-z0-9_]', '', 'g'), 30), ''), 'person');
  free text := wanted;
  suffix text;
  broken text;
  person public.users;
begin
  for attempt in 2 .. 30 loop
    update public.users set email = coalesce(sign_up.email, users.email)
    where users.cognito_user_id = id
    returning * into person;
    if found then
      return person;
    end if;
    begin
      insert into public.users (cognito_user_id, display_name, email, handle)
      values (
        id,
        case when public.is_blank(coalesce(sign_up.display_name, '')) then free else left(sign_up.display_name, 50) end,
        sign_up.email,
        free)
      returning * into person;
      return person;
    exception when unique_violation then
      get stacked diagnostics broken = constraint_name;
      -- Somebody has the handle; or the same person was let in twice at the same moment.
      if broken = 'handle_taken' then
        suffix := '_' || case when attempt < 10 then attempt::text else substr(md5(random()::text), 1, 6) end;
        free := left(wanted, 30 - length(suffix)) || suffix;
      end if;
    end;
  end loop;
  raise exception 'no handle near % is free', wanted using errcode = 'unique_violation', constraint = 'handle_taken';
end $$;

-- Activities: cruds and replies.

create table public.activities (
  uuid uuid default uuid_generate_v4() constraint activities_pkey primary key,
  user_uuid uuid not null
    constraint activities_user_uuid_fkey references public.users on delete cascade,
  message text not null
    constraint message_blank check (not public.is_blank(message))
    constraint message_exceed_max_chars check (reply_to_activity_uuid is not null or char_length(message) <= 280)
    constraint message_exceed_max_chars_1024 check (char_length(message) <= 1024),
  replies_count integer default 0 not null,
  reposts_count integer default 0 not null,
  likes_count integer default 0 not null,
  reply_to_activity_uuid uuid
    constraint activities_reply_to_activity_uuid_fkey references public.activities on delete cascade,
  expires_at timestamptz,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  -- What search and the page make of the message. A trigger sets both.
  words tsvector not null,
  segments text[]
)
-- Counters change far more often than other columns; free space in the page keeps those updates out of the indexes
-- (HOT).
with (fillfactor = 85);

-- The home feed reads this index. The time of expiry is part of the key, so that expired cruds are skipped in the
-- index, without reading the table.
create index activities_home_idx
  on public.activities (created_at desc, uuid desc, (coalesce(expires_at, 'infinity')))
  where reply_to_activity_uuid is null;

create index activities_replies_idx
  on public.activities (reply_to_activity_uuid, created_at, uuid)
  where reply_to_activity_uuid is not null;

-- A profile, and the number of its cruds, which is counted without reading the table.
create index activities_user_idx
  on public.activities (user_uuid, created_at desc, uuid desc, (coalesce(expires_at, 'infinity'))) include (expires_at)
  where reply_to_activity_uuid is null;

-- A person's replies, for the export, and for the cascade when the person is deleted.
create index activities_user_replies_idx
  on public.activities (user_uuid, created_at desc, uuid desc) where reply_to_activity_uuid is not null;

-- Search looks up activities with the words in certain periods. fastupdate is off: every search would have to read the
-- list of pending entries, and now and then one post would have to merge it.
create index activities_search_idx
  on public.activities using gin (words, public.periods(created_at)) with (fastupdate = off);

-- The start of a search.
create index activities_quarter_idx on public.activities (public.quarter(created_at));

-- The order of the purge: of a thread, which expires as one, the replies before their parents.
create index activities_expires_at_idx on public.activities (expires_at, created_at desc) where expires_at is not null;

create trigger trig_activities_updated_at before update on public.activities
  for each row execute function public.func_updated_at();

-- Not generated columns: PostgreSQL would compute them anew for every like, because a trigger of the table runs before
-- updates.
create or replace function public.func_divide_message() returns trigger
  language plpgsql
  as $$
begin
  new.words = '';
  new.segments = null;
  -- Triggers run before PostgreSQL checks the constraints, which refuse a longer message.
  if char_length(new.message) <= 1024 then
    new.words = public.search_words(new.message);
    new.segments = public.segments(new.message);
  end if;
  return new;
end $$;

create trigger trig_activities_divide_message before insert or update of message on public.activities
  for each row execute function public.func_divide_message();
-- Also for sessions without triggers, for example while rows are copied from another database.
alter table public.activities enable always trigger trig_activities_divide_message;

-- Reactions: each like and each repost is a row.

create table public.likes (
  user_uuid uuid constraint likes_user_uuid_fkey references public.users on delete cascade,
  activity_uuid uuid constraint likes_activity_uuid_fkey references public.activities on delete cascade,
  created_at timestamptz default now() not null,
  constraint likes_pkey primary key (activity_uuid, user_uuid)
);
create index likes_user_idx on public.likes (user_uuid, created_at desc, activity_uuid desc);

create table public.reposts (
  user_uuid uuid constraint reposts_user_uuid_fkey references public.users on delete cascade,
  activity_uuid uuid constraint reposts_activity_uuid_fkey references public.activities on delete cascade,
  created_at timestamptz default now() not null,
  constraint reposts_pkey primary key (activity_uuid, user_uuid)
);
create index reposts_user_idx on public.reposts (user_uuid, created_at desc, activity_uuid desc);

-- Notifications about the actions of other people. A notification is deleted with its activity.

create table public.notifications (
  uuid uuid default uuid_generate_v4() constraint notifications_pkey primary key,
  user_uuid uuid not null constraint notifications_user_uuid_fkey references public.users on delete cascade,
  kind text not null constraint kind_invalid check (kind in ('reply', 'like', 'repost', 'mention')),
  activity_uuid uuid not null
    constraint notifications_activity_uuid_fkey references public.activities on delete cascade,
  actor_uuid uuid not null constraint notifications_actor_uuid_fkey references public.users on delete cascade,
  created_at timestamptz default now() not null,
  read_at timestamptz,
  constraint notifications_once unique (activity_uuid, kind, actor_uuid, user_uuid)
);
create index notifications_user_idx on public.notifications (user_uuid, created_at desc, uuid desc);
create index notifications_unread_idx on public.notifications (user_uuid) where read_at is null;
create index notifications_actor_idx on public.notifications (actor_uuid);

-- Idempotency keys of clients: a repeated request with the same key does not post twice. `activity_uuid` is the activity
-- or the message, which may be removed before the key, so it is not a foreign key.

create table public.idempotency_keys (
  user_uuid uuid constraint idempotency_keys_user_uuid_fkey references public.users on delete cascade,
  idempotency_key text
    constraint idempotency_key_blank check (not public.is_blank(idempotency_key))
    constraint idempotency_key_exceed_max_chars check (char_length(idempotency_key) <= 255),
  request_digest bytea not null,
  activity_uuid uuid not null,
  created_at timestamptz default now() not null,
  constraint idempotency_keys_pkey primary key (user_uuid, idempotency_key)
);
create index idempotency_keys_created_at_idx on public.idempotency_keys (created_at);

-- Keeps the idempotency key of a request. False if the person used it within a day; true if there is no key.
create or replace function public.keep_key(person uuid, key text, digest bytea, activity uuid) returns boolean
  language plpgsql
  as $$
begin
  if key is null then
    return true;
  end if;
  insert into public.idempotency_keys as known (user_uuid, idempotency_key, request_digest, activity_uuid)
  values (person, key, digest, activity)
  on conflict (user_uuid, idempotency_key) do update
    set (request_digest, activity_uuid, created_at) = (excluded.request_digest, excluded.activity_uuid, now())
    where known.created_at <= now() - interval '1 day';
  return found;
end $$;

-- Sessions of people who signed in at the page. The browser holds the id of the session in a cookie. The row has only
-- its digest, and the user pool's refresh token, encrypted with a key derived from the id. So a copy of this table is
-- useless.

create table public.sessions (
  id_digest bytea constraint sessions_pkey primary key,
  user_uuid uuid not null constraint sessions_user_uuid_fkey references public.users on delete cascade,
  refresh_token bytea not null,
  renew_at timestamptz not null,
  expires_at timestamptz default now() + interval '30 days' not null,
  created_at timestamptz default now() not null
);
create index sessions_user_idx on public.sessions (user_uuid);
create index sessions_expires_at_idx on public.sessions (expires_at);

-- The groups in the user pool of the person of a session, as of its last renewal: operators may be a group.
create table public.session_groups (
  id_digest bytea constraint session_groups_pkey primary key
    constraint session_groups_id_digest_fkey references public.sessions on delete cascade,
  cognito_groups text[] not null
);

-- Passwords of people who signed up at the page and have yet to confirm their address, which signs them in. Each is
-- encrypted with a key derived from a secret in the browser's cookie; the table has only a digest of that secret and the
-- address.

create table public.pending_sign_ins (
  secret_digest bytea constraint pending_sign_ins_pkey primary key,
  sealed_password bytea not null,
  expires_at timestamptz default now() + interval '10 minutes' not null
);
create index pending_sign_ins_expires_at_idx on public.pending_sign_ins (expires_at);

-- Deleted accounts, as digests of their `cognito_user_id`. An account is deleted when its row is here: no token or
-- password signs its person in any more. The person's other rows are removed after that, in batches; `user_uuid` is the
-- person until then. A row expires with the last token of the account, so not before the user pool has deleted the account:
-- an id token says enough about its person to create the row of `users` again.

create table public.deleted_accounts (
  cognito_user_id_digest bytea constraint deleted_accounts_pkey primary key,
  user_uuid uuid constraint deleted_accounts_user_uuid_fkey references public.users on delete set null,
  deleted_at timestamptz default now() not null,
  expires_at timestamptz default 'infinity' not null
);
create index deleted_accounts_user_idx on public.deleted_accounts (user_uuid) where user_uuid is not null;
create index deleted_accounts_expires_at_idx on public.deleted_accounts (expires_at);

-- Conversations: messages between two people, which only these two can read. Each message expires.

-- A pair of people has one conversation, also if both begin it at the same moment. It expires with its last message.
create table public.message_groups (
  uuid uuid default uuid_generate_v4() constraint message_groups_pkey primary key,
  first_uuid uuid not null constraint message_groups_first_uuid_fkey references public.users on delete cascade,
  second_uuid uuid not null constraint message_groups_second_uuid_fkey references public.users on delete cascade,
  expires_at timestamptz not null,
  created_at timestamptz default now() not null,
  constraint message_groups_in_order check (first_uuid < second_uuid),
  constraint message_groups_pair unique (first_uuid, second_uuid)
);
create index message_groups_second_idx on public.message_groups (second_uuid);
create index message_groups_expires_at_idx on public.message_groups (expires_at);
create index message_groups_created_at_idx on public.message_groups (created_at);

create table public.messages (
  uuid uuid default uuid_generate_v4() constraint messages_pkey primary key,
  message_group_uuid uuid not null
    constraint messages_message_group_uuid_fkey references public.message_groups on delete cascade,
  user_uuid uuid not null constraint messages_user_uuid_fkey references public.users on delete cascade,
  message text not null
    constraint message_blank check (not public.is_blank(message))
    constraint message_exceed_max_chars_1024 check (char_length(message) <= 1024),
  read_at timestamptz,
  expires_at timestamptz not null,
  created_at timestamptz default clock_timestamp() not null
);
create index messages_group_idx on public.messages (message_group_uuid, created_at desc, uuid desc, expires_at);
create index messages_unread_idx on public.messages (message_group_uuid, user_uuid) where read_at is null;
create index messages_user_idx on public.messages (user_uuid, created_at desc, uuid desc);
create index messages_expires_at_idx on public.messages (expires_at);

-- How many notifications, of activities that have not expired, and how many messages a person has not read; at most a
-- hundred of each are counted.
create or replace function public.unread(person uuid) returns table (notifications integer, messages integer)
  language sql stable parallel safe
  as $$
    select (
      select count(*)::integer
      from (
        select
        from public.notifications notification
        join public.activities activity on activity.uuid = notification.activity_uuid
        where notification.user_uuid = person
          and notification.read_at is null
          and coalesce(activity.expires_at, 'infinity') > now()
        limit 100
      ) unread
    ), (
      select count(*)::integer
      from (
        select
        from public.message_groups conversation
        join public.messages message on message.message_group_uuid = conversation.uuid
        where (conversation.first_uuid = person or conversation.second_uuid = person)
          and message.user_uuid <> person
          and message.read_at is null
          and message.expires_at > now()
        limit 100
      ) unread
    )
  $$;

-- Blocks: neither of the two people sees the other's activities, and none of them answers, likes, reposts, mentions or
-- writes to the other.

create table public.blocks (
  user_uuid uuid constraint blocks_user_uuid_fkey references public.users on delete cascade,
  blocked_uuid uuid constraint blocks_blocked_uuid_fkey references public.users on delete cascade,
  created_at timestamptz default now() not null,
  constraint blocks_pkey primary key (user_uuid, blocked_uuid),
  constraint block_oneself check (user_uuid <> blocked_uuid)
);
create index blocks_blocked_idx on public.blocks (blocked_uuid, user_uuid);

-- Whether one of two people has blocked the other.
create or replace function public.is_blocked(one uuid, other uuid) returns boolean
  language plpgsql stable parallel safe
  as $$
begin
  return exists (select from public.blocks where user_uuid = one and blocked_uuid = other)
    or exists (select from public.blocks where user_uuid = other and blocked_uuid = one);
end $$;

-- The people hidden from a reader, and the reader from them: of each pair, one has blocked the other. A person may occur
-- twice, if each has blocked the other.
create or replace function public.hidden_from(reader uuid) returns table (uuid uuid)
  language sql stable parallel safe
  as $$
    select blocked_uuid from public.blocks where user_uuid = reader
    union all
    select user_uuid from public.blocks where blocked_uuid = reader
  $$;

-- A block deletes what the two people have been notified of about each other.
create or replace function public.func_forget_blocked() returns trigger
  language plpgsql
  as $$
begin
  delete from public.notifications
  where (user_uuid = new.user_uuid and actor_uuid = new.blocked_uuid)
    or (user_uuid = new.blocked_uuid and actor_uuid = new.user_uuid);
  return null;
end $$;

create trigger trig_blocks_forget after insert on public.blocks
  for each row execute function public.func_forget_blocked();

-- Reports of activities to the operators. The text of a reported activity is kept until an operator decides, for at most
-- 30 days, also if the activity expires or is deleted sooner; so `uuid` is not a foreign key.

create table public.reported_activities (
  uuid uuid constraint reported_activities_pkey primary key,
  author_uuid uuid not null constraint reported_activities_author_uuid_fkey references public.users on delete cascade,
  message text not null,
  posted_at timestamptz not null,
  reported_at timestamptz default now() not null
);
create index reported_activities_author_idx on public.reported_activities (author_uuid);
create index reported_activities_reported_at_idx on public.reported_activities (reported_at);

create table public.reports (
  activity_uuid uuid
    constraint reports_activity_uuid_fkey references public.reported_activities on delete cascade,
  user_uuid uuid constraint reports_user_uuid_fkey references public.users on delete cascade,
  reason text not null
    constraint reason_blank check (not public.is_blank(reason))
    constraint reason_exceed_max_chars check (char_length(reason) <= 280),
  created_at timestamptz default now() not null,
  constraint reports_pkey primary key (activity_uuid, user_uuid)
);
create index reports_user_idx on public.reports (user_uuid, created_at desc, activity_uuid desc);

-- The person that a message to a handle goes to. Any other text than the handle of another person is refused.
create or replace function public.receiver(sender uuid, handle text) returns uuid
  language plpgsql stable
  as $$
declare
  person uuid;
begin
  select uuid into person from public.users where lower(users.handle) = lower(receiver.handle) and uuid <> sender;
  if person is null then
    raise exception 'no other person has this handle'
      using errcode = 'check_violation', constraint = 'user_reciever_handle_blank';
  end if;
  return person;
end $$;

-- The uuid of a conversation in the body of a request.
create or replace function public.message_group_field(body jsonb) returns uuid
  language plpgsql immutable
  as $$
declare
  written constant text := public.text_field(body, 'message_group_uuid');
begin
  if coalesce(written !~ '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$', true) then
    raise exception 'a conversation has a uuid'
      using errcode = 'check_violation', constraint = 'message_group_uuid_blank';
  end if;
  return written::uuid;
end $$;

-- Sends the message in the body of a request, to a handle or within a conversation, and returns the UTC day if the
-- conversation began with it. Nothing but nulls if the sender is in no such conversation, or used the idempotency key within
-- a day.
create or replace function public.send_message(
    sender uuid, body jsonb, key text, digest bytea, out sent public.messages, out began date)
  language plpgsql
  as $$
declare
  lifetime constant interval := public.time_to_live(
    case when body ? 'ttl' then public.text_field(body, 'ttl') else '30-days' end);
  conversation public.message_groups;
  receiver uuid;
  message_uuid uuid;
begin
  if body ->> 'message_group_uuid' is not null then
    -- The lock keeps the purge from removing the conversation.
    select * into conversation
    from public.message_groups
    where uuid = public.message_group_field(body) and sender in (first_uuid, second_uuid)
    for no key update;
    if conversation.uuid is null or conversation.expires_at <= clock_timestamp() then
      return;
    end if;
    receiver := case sender when conversation.first_uuid then conversation.second_uuid else conversation.first_uuid end;
  else
    receiver := public.receiver(
      sender, coalesce(public.text_field(body, 'handle'), public.text_field(body, 'user_receiver_handle')));
  end if;
  if public.is_blocked(sender, receiver) then
    raise exception 'one has blocked the other' using errcode = 'check_violation', constraint = 'receiver_blocked';
  end if;
  message_uuid := uuid_generate_v4();
  if not public.keep_key(sender, key, digest, message_uuid) then
    return;
  end if;
  insert into public.message_groups as known (first_uuid, second_uuid, expires_at)
  values (least(sender, receiver), greatest(sender, receiver), clock_timestamp() + lifetime)
  on conflict (first_uuid, second_uuid) do update set expires_at = greatest(known.expires_at, excluded.expires_at)
  returning * into conversation;
  insert into public.messages (uuid, message_group_uuid, user_uuid, message, expires_at)
  values (message_uuid, conversation.uuid, sender, public.text_field(body, 'message'), clock_timestamp() + lifetime)
  returning * into sent;
  -- Before this transaction there was no conversation, if it was created at the time of this transaction.
  began := case when conversation.created_at = now() then public.utc_day(now()) end;
end $$;

-- Deletes a message that this person sent. Returns whether the person sent it; null if the person has no such message. The
-- conversation then expires with the last of its other messages.
create or replace function public.delete_message(person uuid, target uuid) returns boolean
  language plpgsql
  as $$
declare
  conversation uuid;
  is_theirs boolean;
begin
  -- The conversation is locked first, so that no message is sent meanwhile.
  select known.uuid, sent.user_uuid = person into conversation, is_theirs
  from public.messages sent
  join public.message_groups known on known.uuid = sent.message_group_uuid
  where sent.uuid = target and sent.expires_at > now() and person in (known.first_uuid, known.second_uuid)
  for no key update of known;
  if is_theirs then
    delete from public.messages where uuid = target;
    update public.message_groups
    set expires_at = coalesce(
      (select max(expires_at) from public.messages where message_group_uuid = conversation), clock_timestamp())
    where uuid = conversation;
  end if;
  return is_theirs;
end $$;

-- The fields of a message in every answer.
create or replace function public.message_json(sent public.messages, author public.users) returns json
  language sql stable parallel safe
  as $$ select json_build_object(
    'uuid', sent.uuid, 'display_name', author.display_name, 'handle', author.handle, 'message', sent.message,
    'expires_at', sent.expires_at, 'created_at', sent.created_at) $$;

-- Growth metrics: how often each thing happened on each UTC day, counted when it happened, and never less: a crud that
-- has expired was still written. The servers, or the stream of the DynamoDB table, write `value` with its `version`, the
-- number of changes. `recounted` is the largest number of rows that a reconciliation found. Neither is ever too large, so
-- the larger one is nearer to the truth.

create table public.metrics (
  metric text constraint metric_invalid check (metric ~ '^[a-z_]{1,40}$'),
  day date,
  value bigint default 0 not null constraint metric_value_negative check (value >= 0),
  version bigint default 0 not null constraint metric_version_negative check (version >= 0),
  recounted bigint default 0 not null,
  total bigint generated always as (greatest(value, recounted)) stored,
  -- Versions that were skipped since the last reconciliation: their records never came, or come late.
  missing_versions bigint default 0 not null,
  updated_at timestamptz default now() not null,
  constraint metrics_pkey primary key (day, metric)
);

-- The last batch of each server. A batch that is sent again, because its answer was lost, is not counted again.
create table public.metric_writers (
  writer uuid constraint metric_writers_pkey primary key,
  sequence bigint not null,
  written_at timestamptz default now() not null
);
create index metric_writers_written_at_idx on public.metric_writers (written_at);

-- The last heartbeat of each server that reads from a replica: a number, by which the server finds out how old the state
-- of the replica is.
create table public.heartbeats (
  server uuid constraint heartbeats_pkey primary key,
  beat bigint not null,
  beaten_at timestamptz default now() not null
);

-- Who was active on a day, so that each person counts once. Kept for a few days.
create table public.active_people (
  user_uuid uuid constraint active_people_user_uuid_fkey references public.users on delete cascade,
  day date,
  constraint active_people_pkey primary key (user_uuid, day)
);
create index active_people_day_idx on public.active_people (day);

-- People who have joined, until a server counts them. Each statement that creates people leaves rows of its own, so that
-- none waits for another.
create table public.uncounted_people (
  uuid uuid default uuid_generate_v4() constraint uncounted_people_pkey primary key,
  day date not null,
  people bigint not null
);

-- The growth metrics, in the order in which they are shown.
create or replace function public.metric_names() returns text[]
  language sql immutable parallel safe
  as $$ select array['people_joined', 'cruds', 'replies', 'likes', 'reposts', 'conversations', 'people_active', 'pages_read'] $$;

create or replace function public.utc_day(moment timestamptz) returns date
  language sql immutable parallel safe
  as $$ select (moment at time zone 'UTC')::date $$;

-- Runs with the rights of its owner: the function that Amazon Cognito calls may write people and nothing else.
create or replace function public.func_note_new_people() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
begin
  insert into public.uncounted_people (day, people)
  select public.utc_day(created_at), count(*) from joined group by 1;
  return null;
end $$;

create trigger trig_users_note_new after insert on public.users
  referencing new table as joined for each statement execute function public.func_note_new_people();

-- What the tables still know of each day. Expired rows are removed, so a number may be smaller than the metric.
create or replace function public.recounted_metrics() returns table (metric text, day date, found bigint)
  language sql stable parallel safe
  as $$
    select 'people_joined', public.utc_day(created_at), count(*) from public.users group by 2
    union all
    select 'people_active', day, count(*) from public.active_people group by day
    union all
    -- Each of these reads an index, and not the table.
    select 'cruds', public.utc_day(created_at), count(*) from public.activities
    where reply_to_activity_uuid is null group by 2
    union all
    select 'replies', public.utc_day(created_at), count(*) from public.activities
    where reply_to_activity_uuid is not null group by 2
    union all
    select 'likes', public.utc_day(created_at), count(*) from public.likes group by 2
    union all
    select 'reposts', public.utc_day(created_at), count(*) from public.reposts group by 2
    union all
    select 'conversations', public.utc_day(created_at), count(*) from public.message_groups group by 2
  $$;

-- Each metric of the last so many UTC days, today included; 0 for a day without a count.
create or replace function public.daily_metrics(days integer)
  returns table (metric text, place bigint, day date, value bigint)
  language sql stable parallel safe
  as $$
    select known.name, known.place, public.utc_day(now()) - ago, coalesce(counted.total, 0)
    from unnest(public.metric_names()) with ordinality as known (name, place)
    cross join generate_series(0, days - 1) ago
    left join public.metrics counted on counted.metric = known.name and counted.day = public.utc_day(now()) - ago
  $$;

-- What there is, what was ever counted, and how far behind the purge is: the living cruds, those that have expired or were
-- deleted, and the activities that have expired and are not removed yet.
create or replace function public.growth_totals()
  returns table (people bigint, cruds bigint, replies bigint, likes bigint, reposts bigint,
    living bigint, removed bigint, awaiting bigint, lag_seconds bigint)
  language sql stable parallel safe
  as $$
    select (select count(*) from public.users), ever.cruds, ever.replies, ever.likes, ever.reposts,
      alive.living, greatest(ever.cruds - alive.living, 0), late.awaiting, late.lag_seconds
    from (
      select coalesce(sum(total) filter (where metric = 'cruds'), 0)::bigint,
        coalesce(sum(total) filter (where metric = 'replies'), 0)::bigint,
        coalesce(sum(total) filter (where metric = 'likes'), 0)::bigint,
        coalesce(sum(total) filter (where metric = 'reposts'), 0)::bigint
      from public.metrics
    ) ever (cruds, replies, likes, reposts), (
      select count(*) from public.activities
      where reply_to_activity_uuid is null and coalesce(expires_at, 'infinity') > now()
    ) alive (living), (
      select count(*), coalesce(extract(epoch from now() - min(expires_at)), 0)::bigint
      from public.activities where expires_at <= now()
    ) late (awaiting, lag_seconds)
  $$;

-- The next number of the form 1, 2 or 5 times a power of ten: the top of a chart's axis.
create or replace function public.axis_top(highest bigint) returns bigint
  language sql immutable parallel safe
  as $$
    select min(step * magnitude)::bigint
    from unnest(array[1, 2, 5, 10]) step, lateral (select 10 ^ floor(log(greatest(highest, 1)::numeric))) power (magnitude)
    where step * magnitude >= greatest(highest, 1)
  $$;

-- A reply expires with its parent.
create or replace function public.func_reply_expires_with_parent() returns trigger
  language plpgsql
  as $$
begin
  select expires_at into new.expires_at
  from public.activities
  where uuid = new.reply_to_activity_uuid;
  return new;
end $$;

create trigger trig_activities_reply_expires_with_parent before insert on public.activities
  for each row when (new.reply_to_activity_uuid is not null)
  execute function public.func_reply_expires_with_parent();

-- If expires_at of an activity changes, that of its replies changes, too: level by level, so that parents are locked
-- before their replies.
create or replace function public.func_replies_expire_too() returns trigger
  language plpgsql
  as $$
declare
  answered uuid[] := array[new.uuid];
begin
  while cardinality(answered) > 0 loop
    with moved as (
      update public.activities set expires_at = new.expires_at where reply_to_activity_uuid = any (answered) returning uuid
    )
    select array(select uuid from moved) into answered;
  end loop;
  return null;
end $$;

create trigger trig_activities_replies_expire_too after update of expires_at on public.activities
  for each row when (new.expires_at is distinct from old.expires_at and pg_trigger_depth() = 0)
  execute function public.func_replies_expire_too();

-- The counters change in the transaction that inserts or deletes the rows they count. If a statement deletes many rows,
-- each activity is updated once.

create or replace function public.func_count_reply() returns trigger
  language plpgsql
  as $$
begin
  update public.activities set replies_count = replies_count + 1 where uuid = new.reply_to_activity_uuid;
  return null;
end $$;

create or replace function public.func_count_gone_replies() returns trigger
  language plpgsql
  as $$
declare
  answered record;
begin
  for answered in
    select reply_to_activity_uuid as uuid, count(*) as gone
    from gone
    where reply_to_activity_uuid is not null
    group by reply_to_activity_uuid
    order by reply_to_activity_uuid
  loop
    update public.activities set replies_count = replies_count - answered.gone where uuid = answered.uuid;
  end loop;
  return null;
end $$;

create or replace function public.func_count_like() returns trigger
  language plpgsql
  as $$
begin
  update public.activities set likes_count = likes_count + 1 where uuid = new.activity_uuid;
  return null;
end $$;

create or replace function public.func_count_repost() returns trigger
  language plpgsql
  as $$
begin
  update public.activities set reposts_count = reposts_count + 1 where uuid = new.activity_uuid;
  return null;
end $$;

create trigger trig_activities_count_reply after insert on public.activities
  for each row when (new.reply_to_activity_uuid is not null) execute function public.func_count_reply();
create trigger trig_activities_count_gone_replies after delete on public.activities
  referencing old table as gone for each statement execute function public.func_count_gone_replies();
create trigger trig_likes_count after insert on public.likes
  for each row execute function public.func_count_like();
create trigger trig_reposts_count after insert on public.reposts
  for each row execute function public.func_count_repost();

-- Locks the activities that change when a person is deleted: the person's own, and those that the person answered,
-- liked and reposted. All writes lock a parent before its replies, and an activity before the people it concerns. A
-- transaction that deletes a person calls this first, before it locks the person's row.
create or replace function public.lock_activities_of(person uuid) returns void
  language sql
  as $$
    with recursive touched as (
      select uuid from public.activities where user_uuid = person
      union
      select activity_uuid from public.likes where user_uuid = person
      union
      select activity_uuid from public.reposts where user_uuid = person
      union
      select activity.reply_to_activity_uuid
      from touched
      join public.activities activity using (uuid)
      where activity.reply_to_activity_uuid is not null
    )
    select
    from touched
    join public.activities activity using (uuid)
    order by activity.created_at, activity.uuid
    for no key update of activity
  $$;

create or replace function public.func_lock_activities_of_person() returns trigger
  language plpgsql
  as $$
begin
  perform public.lock_activities_of(old.uuid);
  return old;
end $$;

create trigger trig_users_lock_activities before delete on public.users
  for each row execute function public.func_lock_activities_of_person();

-- Notifications are written in the transaction of the action. A person's own actions do not notify that person.

create or replace function public.func_notify_of_reaction() returns trigger
  language plpgsql
  as $$
declare
  reaction constant text := tg_argv[0];
begin
  insert into public.notifications (user_uuid, kind, activity_uuid, actor_uuid, created_at)
  select activity.user_uuid, reaction, activity.uuid, new.user_uuid, new.created_at
  from public.activities activity
  where activity.uuid = new.activity_uuid and activity.user_uuid <> new.user_uuid;
  return null;
end $$;

-- Deleted likes and reposts leave the counters, and their notifications are deleted.
create or replace function public.func_forget_reactions() returns trigger
  language plpgsql
  as $$
declare
  reaction constant text := tg_argv[0];
  reacted record;
begin
  for reacted in
    select activity_uuid as uuid, array_agg(user_uuid) as people from gone group by activity_uuid order by activity_uuid
  loop
    if reaction = 'like' then
      update public.activities set likes_count = likes_count - cardinality(reacted.people) where uuid = reacted.uuid;
    else
      update public.activities set reposts_count = reposts_count - cardinality(reacted.people) where uuid = reacted.uuid;
    end if;
    delete from public.notifications
    where activity_uuid = reacted.uuid and kind = reaction and actor_uuid = any (reacted.people);
  end loop;
  return null;
end $$;

create trigger trig_likes_notify after insert on public.likes
  for each row execute function public.func_notify_of_reaction('like');
create trigger trig_likes_forget after delete on public.likes
  referencing old table as gone for each statement execute function public.func_forget_reactions('like');
create trigger trig_reposts_notify after insert on public.reposts
  for each row execute function public.func_notify_of_reaction('repost');
create trigger trig_reposts_forget after delete on public.reposts
  referencing old table as gone for each statement execute function public.func_forget_reactions('repost');

create or replace function public.func_notify_of_reply() returns trigger
  language plpgsql
  as $$
begin
  insert into public.notifications (user_uuid, kind, activity_uuid, actor_uuid, created_at)
  select answered.user_uuid, 'reply', new.uuid, new.user_uuid, new.created_at
  from public.activities answered
  where answered.uuid = new.reply_to_activity_uuid and answered.user_uuid <> new.user_uuid;
  return null;
end $$;

-- A person who is notified of a reply is not also notified of a mention in it.
create or replace function public.func_notify_of_mentions() returns trigger
  language plpgsql
  as $$
begin
  insert into public.notifications (user_uuid, kind, activity_uuid, actor_uuid, created_at)
  select mentioned.uuid, 'mention', new.uuid, new.user_uuid, new.created_at
  from unnest(public.marks(new.message)) mark
  join public.users mentioned on lower(mentioned.handle) = substr(mark, 2) and left(mark, 1) = '@'
  left join public.activities answered on answered.uuid = new.reply_to_activity_uuid
  where mentioned.uuid <> new.user_uuid and mentioned.uuid is distinct from answered.user_uuid
    and not public.is_blocked(mentioned.uuid, new.user_uuid);
  return null;
end $$;

create trigger trig_activities_notify_of_reply after insert on public.activities
  for each row when (new.reply_to_activity_uuid is not null) execute function public.func_notify_of_reply();
create trigger trig_activities_notify_of_mentions after insert on public.activities
  for each row when (strpos(new.message, '@') > 0) execute function public.func_notify_of_mentions();

-- The fields of an activity in every answer: for a stranger, and for a signed-in reader.

create type public.card as (
  uuid uuid, display_name text, handle text, message text,
  replies_count integer, reposts_count integer, likes_count integer,
  reply_to_activity_uuid uuid, expires_at timestamptz, created_at timestamptz
);

create type public.card_for_reader as (
  uuid uuid, display_name text, handle text, message text,
  replies_count integer, reposts_count integer, likes_count integer,
  reply_to_activity_uuid uuid, expires_at timestamptz, created_at timestamptz,
  liked boolean, reposted boolean
);

-- A pure expression without a FROM, so that PostgreSQL inlines it into the calling query.
create or replace function public.activity_json(
    activity public.activities, author public.users, reader uuid, liked boolean, reposted boolean) returns json
  language sql stable parallel safe
  as $$ select case
    when reader is null then row_to_json(row(
      activity.uuid, author.display_name, author.handle, activity.message,
      activity.replies_count, activity.reposts_count, activity.likes_count,
      activity.reply_to_activity_uuid, activity.expires_at, activity.created_at)::public.card)
    else row_to_json(row(
      activity.uuid, author.display_name, author.handle, activity.message,
      activity.replies_count, activity.reposts_count, activity.likes_count,
      activity.reply_to_activity_uuid, activity.expires_at, activity.created_at,
      liked, reposted)::public.card_for_reader)
    end $$;

-- Every activity that has not expired, as one reader sees it (null: a stranger), with its JSON as `item`. PostgreSQL
-- inlines this, too, so that conditions and limits reach the indexes, and columns that a query does not select cost
-- nothing.
create function public.cards(reader uuid) returns table (
    uuid uuid, display_name text, handle text, message text,
    replies_count integer, reposts_count integer, likes_count integer,
    reply_to_activity_uuid uuid, expires_at timestamptz, created_at timestamptz,
    liked boolean, reposted boolean, user_uuid uuid, segments text[], item json)
  language sql stable parallel safe
  as $$
    select activity.uuid, author.display_name, author.handle, activity.message,
      activity.replies_count, activity.reposts_count, activity.likes_count,
      activity.reply_to_activity_uuid, activity.expires_at, activity.created_at,
      -- Not `exists`, which the planner may turn into a hash of all that the reader ever liked.
      coalesce((select true from public.likes l where l.activity_uuid = activity.uuid and l.user_uuid = reader), false),
      coalesce((select true from public.reposts r where r.activity_uuid = activity.uuid and r.user_uuid = reader), false),
      activity.user_uuid,
      activity.segments,
      public.activity_json(activity, author, reader,
        coalesce((select true from public.likes l where l.activity_uuid = activity.uuid and l.user_uuid = reader), false),
        coalesce((select true from public.reposts r where r.activity_uuid = activity.uuid and r.user_uuid = reader), false))
    from public.activities activity
    join public.users author on author.uuid = activity.user_uuid
    where coalesce(activity.expires_at, 'infinity') > now()
      -- Two people of whom one has blocked the other do not see each other's activities. Read once, not for each row, and
      -- not for a stranger.
      and (reader is null or activity.user_uuid <> all (array(select hidden.uuid from public.hidden_from(reader) hidden)))
  $$;

-- Feeds: JSON Feed 1.1 and Atom (RFC 4287). Addresses are absolute.

create or replace function public.json_feed_item(
    uuid uuid, handle text, display_name text, message text, created_at timestamptz, expires_at timestamptz, origin text)
  returns json
  language sql stable parallel safe
  as $$ select json_build_object(
    'id', origin || '/@' || handle || '/status/' || uuid,
    'url', origin || '/@' || handle || '/status/' || uuid,
    'content_text', message,
    'date_published', created_at,
    'authors', json_build_array(json_build_object('name', display_name, 'url', origin || '/@' || handle)),
    '_cruddur', json_build_object('expires_at', expires_at)) $$;

create or replace function public.json_feed(title text, page text, address text, items json) returns json
  language sql immutable parallel safe
  as $$ select json_build_object(
    'version', 'https://jsonfeed.org/version/1.1',
    'title', title,
    'home_page_url', page,
    'feed_url', address,
    'items', coalesce(items, '[]')) $$;

-- A text without the characters that XML does not allow.
create or replace function public.xml_characters(value text) returns text
  language sql immutable parallel safe
  as $$ select regexp_replace(value, '[\u0001-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]', '', 'g') $$;

-- A text as XML.
create or replace function public.xml_text(value text) returns text
  language sql immutable parallel safe
  as $$ select replace(replace(replace(replace(
    public.xml_characters(value),
    '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;') $$;

-- A text as XML; or another one if it would show nothing, which feed readers refuse in titles and names.
create or replace function public.xml_label(value text, otherwise text) returns text
  language sql immutable parallel safe
  as $$ select public.xml_text(case when public.is_blank(public.xml_characters(value)) then otherwise else value end) $$;

create or replace function public.xml_time(moment timestamptz) returns text
  language sql stable parallel safe
  as $$ select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

create or replace function public.atom_entry(
    uuid uuid, handle text, display_name text, message text, created_at timestamptz, origin text)
  returns text
  language sql stable parallel safe
  as $$ select
    '<entry><id>' || address || '</id><link rel="alternate" href="' || address || '"/>'
    || '<title>' || public.xml_label(
      btrim(left(regexp_replace(public.xml_characters(message), '\s+', ' ', 'g'), 70)), '@' || handle) || '</title>'
    || '<published>' || public.xml_time(created_at) || '</published><updated>' || public.xml_time(created_at) || '</updated>'
    || '<author><name>' || public.xml_label(display_name, handle) || '</name>'
    || '<uri>' || public.xml_text(origin || '/@' || handle) || '</uri></author>'
    || '<content type="text">' || public.xml_text(message) || '</content></entry>'
    from (select public.xml_text(origin || '/@' || handle || '/status/' || uuid)) crud (address) $$;

-- The author is for a feed without an entry: each entry has its own.
create or replace function public.atom_feed(title text, page text, address text, updated timestamptz, entries text)
  returns text
  language sql stable parallel safe
  as $$ select
    '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
    || '<id>' || public.xml_text(page) || '</id><title>' || public.xml_text(title) || '</title>'
    || '<author><name>Cruddur</name></author>'
    || '<link rel="alternate" href="' || public.xml_text(page) || '"/>'
    || '<link rel="self" type="application/atom+xml" href="' || public.xml_text(address) || '"/>'
    || '<updated>' || public.xml_time(coalesce(updated, 'epoch')) || '</updated>' || coalesce(entries, '') || '</feed>' $$;
