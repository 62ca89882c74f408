"""Statements that make initiatives with their teams, registers and promises; the first of them is the big one."""

INITIATIVES = """
CREATE TEMP TABLE scale_initiative ON COMMIT DROP AS
SELECT CASE WHEN n = 1 THEN %(big)s::uuid ELSE gen_random_uuid() END AS id, n, n = 1 AS big,
  mod(n, 5) = 0 OR n = 1 AS themed, mod(n, 10) = 0 AS archived,
  %(now)s - interval '20 days' - random() * interval '400 days' AS begun,
  1 + mod(n * 37, %(texts)s) AS t
FROM generate_series(1, %(initiatives)s) AS n
"""
ROWS = """
INSERT INTO projects_initiative (id, created_at, updated_at, version, title, problem, service, audience, values, start_date,
  language, source, is_example, archived_at, archived_by_id, organisation_id, updated_by_id)
SELECT i.id, begun, CASE WHEN big THEN %(now)s ELSE %(now)s - random() * (%(now)s - begun) END, 1,
  CASE WHEN big THEN 'Het grote initiatief' ELSE 'Initiatief ' || i.n || ' voor betere dienstverlening' END,
  p.short, 'Loket ' || (ARRAY['werk en inkomen', 'zorg', 'wonen', 'jeugd', 'schulden'])[1 + mod(i.n, 5)],
  (ARRAY['Mensen in de bijstand', 'Mantelzorgers', 'Jongeren tot 27 jaar', 'Nieuwkomers'])[1 + mod(i.n, 4)],
  (ARRAY['["well-being"]', '["policy", "rules"]', '["new-service"]'])[1 + mod(i.n, 3)]::jsonb, begun::date,
  'nl', %(own)s, false, CASE WHEN archived THEN %(now)s END, CASE WHEN archived THEN %(lead)s::uuid END,
  %(organisation)s, %(lead)s
FROM scale_initiative AS i JOIN scale_prose AS p ON p.n = i.t
"""
TEAMS = """
INSERT INTO projects_teammember (id, role, joined_at, initiative_id, user_id)
SELECT gen_random_uuid(), 30 - 10 * step, begun, i.id, person.id
FROM scale_initiative AS i, generate_series(0, 1) AS step, scale_person AS person
WHERE person.n = 1 + mod(i.n + step, %(team_people)s)
"""
LED = """
INSERT INTO projects_teammember (id, role, joined_at, initiative_id, user_id)
SELECT gen_random_uuid(), 30, begun, id, %(lead)s FROM scale_initiative WHERE n <= %(led)s
"""
GROUPS = """
CREATE TEMP TABLE scale_group ON COMMIT DROP AS
SELECT gen_random_uuid() AS id, i.id AS initiative, i.big, i.begun, g AS n, 1 + mod(i.n + g * 11, %(texts)s) AS t,
  random() AS a, random() AS b
FROM scale_initiative AS i, generate_series(1, CASE WHEN i.big THEN %(big_groups)s ELSE 8 END) AS g
"""
REGISTER = """
INSERT INTO projects_stakeholder (id, created_at, updated_at, version, name, kind, end_users, stake, influence, interest,
  engagement, source, is_example, initiative_id, updated_by_id)
SELECT g.id, begun + g.n * interval '1 second', begun + g.n * interval '1 second', 1,
  (ARRAY['Bewoners', 'Cliëntenraad', 'Huisartsen', 'Werkgevers', 'Wijkteam', 'Raad'])[1 + mod(g.n, 6)] || ' ' || g.n,
  (ARRAY['group', 'citizens-body', 'partner', 'company', 'staff', 'politics'])[1 + mod(g.n, 6)], g.n < 3, p.short,
  CASE WHEN a < 0.95 THEN 1 + floor(a * 5) END, CASE WHEN a < 0.95 THEN 1 + floor(b * 5) END,
  (ARRAY['inform', 'consult', 'involve', 'collaborate', 'empower'])[1 + floor(b * 5)::int], '', false, initiative, %(lead)s
FROM scale_group AS g JOIN scale_prose AS p ON p.n = g.t
"""
CONTACTS = """
INSERT INTO projects_stakeholdercontact (id, created_at, updated_at, version, name, function, email, phone, reason, since,
  stakeholder_id, updated_by_id)
SELECT gen_random_uuid(), begun, begun, 1, 'Contactpersoon ' || n, 'Voorzitter', 'contact-' || n || '@voorbeeld.example', '',
  'Nodigt de groep uit.', begun::date, id, %(lead)s
FROM scale_group WHERE big AND mod(n, 5) = 1
"""
PROMISES = """
INSERT INTO phases_promise (id, version, level, fixed, negotiable, decided_by, follow_up, feedback_days, told, told_how, at,
  is_example, by_id, initiative_id)
SELECT gen_random_uuid(), 1, (ARRAY['consult', 'involve', 'collaborate'])[1 + mod(i.n, 3)], p.short, q.long,
  'De stuurgroep', q.short, 14, '', '', begun, false, %(lead)s, i.id
FROM scale_initiative AS i JOIN scale_prose AS p ON p.n = i.t
JOIN scale_prose AS q ON q.n = 1 + mod(i.t + 7, %(texts)s)
"""
CHANGED_PROMISE = """
INSERT INTO phases_promise (id, version, level, fixed, negotiable, decided_by, follow_up, feedback_days, told, told_how, at,
  is_example, by_id, initiative_id)
SELECT gen_random_uuid(), 2, level, fixed, negotiable, decided_by, follow_up, feedback_days, 'U beslist nu mee.', '',
  %(now)s - interval '1 day', false, by_id, initiative_id
FROM phases_promise WHERE initiative_id = %(big)s
"""
"""Of the big initiative, of which people still have to be told."""
STATEMENTS = (INITIATIVES, ROWS, TEAMS, LED, GROUPS, REGISTER, CONTACTS, PROMISES, CHANGED_PROMISE)
