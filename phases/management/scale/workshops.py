"""Statements that make workshops, who was there, what came out, and what is done with it."""

WORKSHOPS = """
CREATE TEMP TABLE scale_workshop ON COMMIT DROP AS
SELECT *, starts + interval '2 hours' < %(now)s AS held, 0 AS outcomes
FROM (SELECT gen_random_uuid() AS id, i.id AS initiative, i.big, i.n AS i, w AS n, i.begun, 1 + mod(i.n * 3 + w, %(texts)s) AS t,
    CASE WHEN w > 1 AND (CASE WHEN i.big THEN mod(w, 20) = 0 OR w = %(big_workshops)s ELSE mod(i.n, 4) = 0 AND w = 3 END)
      THEN %(now)s + (1 + random() * 60) * interval '1 day'
      ELSE i.begun + interval '1 day' + random() * (%(now)s - i.begun - interval '2 days') END AS starts
  FROM scale_initiative AS i, generate_series(1, CASE WHEN i.big THEN %(big_workshops)s ELSE 3 END) AS w) AS planned
"""
LARGEST = """
UPDATE scale_workshop SET outcomes =
  CASE WHEN (SELECT count(*) FROM scale_workshop WHERE big AND held) = 1 THEN %(big_outcomes)s ELSE %(largest)s END
WHERE big AND n = 1
"""
SHARES = """
UPDATE scale_workshop AS w SET outcomes = share.rows
FROM (SELECT id, todo / many + CASE WHEN place <= mod(todo, many) THEN 1 ELSE 0 END AS rows
  FROM (SELECT id, row_number() OVER (PARTITION BY big ORDER BY i, n) AS place, count(*) OVER (PARTITION BY big) AS many,
      CASE WHEN big THEN %(big_outcomes)s - %(largest)s ELSE %(outcomes)s - %(big_outcomes)s END AS todo
    FROM scale_workshop WHERE held AND NOT (big AND n = 1)) AS counted) AS share
WHERE w.id = share.id
"""
WORKSHOP_ROWS = """
INSERT INTO phases_workshop (id, created_at, updated_at, version, title, purpose, place, access, reward, starts_at, ends_at,
  time_zone, logged_at, source, is_example, initiative_id, logged_by_id, method_id, phase_id, updated_by_id, feedback_due)
SELECT w.id, begun, begun, 1, 'Werkplaats ' || w.n, p.long, 'Buurthuis', 'Een lift en een tolk', 'Een cadeaubon', starts,
  starts + interval '2 hours', 'Europe/Amsterdam', CASE WHEN logged THEN starts + interval '1 day' END, '', false, initiative,
  CASE WHEN logged THEN %(lead)s::uuid END, m.id, f.id, %(lead)s, (starts AT TIME ZONE 'Europe/Amsterdam')::date + 14
FROM (SELECT *, held AND mod(i + n, 5) > 0 AS logged FROM scale_workshop) AS w
JOIN scale_prose AS p ON p.n = w.t JOIN phases_phase AS f ON f.number = 1 + mod(w.n + w.i, 4)
JOIN (SELECT id, row_number() OVER (ORDER BY position) AS place, count(*) OVER () AS many FROM toolkit_method
  WHERE shared AND retired_at IS NULL) AS m ON m.place = 1 + mod(w.i * w.n, m.many)
"""
ATTENDANCE = """
INSERT INTO phases_attendance (id, people, stakeholder_id, workshop_id)
SELECT gen_random_uuid(), (random() * 12)::int, g.id, w.id
FROM scale_workshop AS w JOIN scale_group AS g ON g.initiative = w.initiative
WHERE w.held AND (g.n <= 3 OR (w.big AND w.n = 1))
"""
THEMES = """
CREATE TEMP TABLE scale_theme ON COMMIT DROP AS
SELECT gen_random_uuid() AS id, i.id AS initiative, i.big, i.begun, x AS n, 1 + mod(i.n + x * 17, %(texts)s) AS t,
  random() < CASE WHEN i.big THEN 0.8 ELSE 0.6 END OR x = 1 AS answered, random() < 0.3 AS confirmed
FROM scale_initiative AS i, generate_series(1, CASE WHEN i.big THEN %(big_themes)s ELSE 3 END) AS x WHERE i.themed
"""
THEME_ROWS = """
INSERT INTO phases_theme (id, created_at, updated_at, version, name, description, place, confirmed_by, confirmed_on, source,
  is_example, initiative_id, updated_by_id)
SELECT x.id, begun, begun, 1, left(p.short, 100) || ' (' || x.n || ')', p.long, x.n,
  CASE WHEN confirmed THEN 'De cliëntenraad' ELSE '' END, CASE WHEN confirmed THEN begun::date + 20 END, '', false, initiative,
  %(lead)s
FROM scale_theme AS x JOIN scale_prose AS p ON p.n = x.t
"""
OUTCOMES = """
CREATE TEMP TABLE scale_outcome ON COMMIT DROP AS
SELECT gen_random_uuid() AS id, w.id AS workshop, w.initiative, w.big, starts + o * interval '10 seconds' AS at,
  1 + mod(w.i * 5 + w.n * 31 + o * 7, %(texts)s) AS t, random() AS a, random() AS b, random() AS c,
  (ARRAY['insight', 'insight', 'idea', 'quote', 'quote', 'agreement', 'open-question', 'risk', 'fear', 'wish', 'advice'])
    [1 + floor(random() * 11)::int] AS kind,
  (ARRAY['to-ask', 'none', 'anonymous', 'anonymous', 'with-name'])[1 + floor(random() * 5)::int] AS agreed
FROM scale_workshop AS w, generate_series(1, w.outcomes) AS o
"""
OUTCOME_ROWS = """
INSERT INTO phases_outcome (id, created_at, updated_at, version, kind, text, consent, speaker, is_example, stakeholder_id,
  updated_by_id, question_id, workshop_id, consent_at, consent_by_id, several_groups, theme_id, on_page)
SELECT o.id, at, at, 1, kind, p.long, CASE WHEN kind = 'quote' THEN agreed ELSE '' END,
  CASE WHEN kind = 'quote' AND agreed = 'with-name' THEN 'Deelnemer ' || floor(o.c * 100) ELSE '' END, false, g.id, %(lead)s, q.id,
  workshop, CASE WHEN kind = 'quote' THEN at END, CASE WHEN kind = 'quote' THEN %(lead)s::uuid END, o.a >= 0.9, x.id,
  CASE WHEN kind = 'quote' AND agreed IN ('anonymous', 'with-name') AND o.b < 0.5 THEN true END
FROM scale_outcome AS o JOIN scale_prose AS p ON p.n = o.t
LEFT JOIN scale_group AS g ON g.initiative = o.initiative AND o.a < 0.9
  AND g.n = 1 + floor(o.a / 0.9 * CASE WHEN o.big THEN %(big_groups)s ELSE 8 END)::int
LEFT JOIN scale_theme AS x ON x.initiative = o.initiative AND o.b < CASE WHEN o.big THEN 0.8 ELSE 0.5 END
  AND x.n = CASE WHEN NOT o.big THEN 1 + floor(o.c * 3)::int WHEN o.b < 0.2 THEN 1 ELSE 1 + floor(o.c * %(big_themes)s)::int END
LEFT JOIN (SELECT id, row_number() OVER (ORDER BY position) AS place, count(*) OVER () AS many FROM phases_question
  WHERE retired_at IS NULL) AS q ON o.c < 0.5 AND q.place = 1 + floor(o.c * 2 * q.many)::int
"""
ABOUT_THEMES = """
INSERT INTO phases_feedback (id, version, kind, passed_to, because, note, at, superseded_at, is_example, by_id, initiative_id,
  theme_id)
SELECT gen_random_uuid(), v, kind, CASE WHEN kind = 'not-ours' THEN 'De provincie' ELSE '' END, p.long, p.short,
  begun + v * interval '10 days', CASE WHEN v < versions THEN begun + (v + 1) * interval '10 days' END, false, %(lead)s,
  initiative, x.id
FROM (SELECT *, 1 + mod(n, 2) AS versions,
    (ARRAY['did', 'will', 'partly', 'will-not', 'not-ours'])[1 + floor(random() * 5)::int] AS kind FROM scale_theme
  WHERE answered) AS x
JOIN scale_prose AS p ON p.n = x.t, generate_series(1, x.versions) AS v
"""
ABOUT_OUTCOMES = """
INSERT INTO phases_feedback (id, version, kind, passed_to, because, note, at, is_example, by_id, initiative_id, outcome_id)
SELECT gen_random_uuid(), 1, (ARRAY['did', 'will', 'partly', 'will-not'])[1 + floor(o.c * 4)::int], '', p.long, '',
  least(at + interval '5 days', %(now)s), false, %(lead)s, o.initiative, o.id
FROM scale_outcome AS o JOIN phases_outcome AS row ON row.id = o.id JOIN scale_prose AS p ON p.n = o.t
WHERE o.kind <> 'insight' AND row.theme_id IS NULL AND o.a < CASE WHEN o.big THEN 0.4 ELSE 0.12 END
"""
STATEMENTS = (
    WORKSHOPS,
    LARGEST,
    SHARES,
    WORKSHOP_ROWS,
    ATTENDANCE,
    THEMES,
    THEME_ROWS,
    "CREATE INDEX ON scale_group (initiative, n)",
    "CREATE INDEX ON scale_theme (initiative, n)",
    "ANALYZE scale_group",
    "ANALYZE scale_theme",
    OUTCOMES,
    OUTCOME_ROWS,
    ABOUT_THEMES,
    ABOUT_OUTCOMES,
)
