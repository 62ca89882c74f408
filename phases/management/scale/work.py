"""Statements that make the work along the road: answers with their history, the checklist, gates and their plans.

The big initiative stands at the same point of the road whatever the seed, so that its pages ask the same.
"""

ANSWERS = """
CREATE TEMP TABLE scale_answer ON COMMIT DROP AS
SELECT gen_random_uuid() AS id, i.id AS initiative, q.id AS question, q.revision, 1 + mod(i.n + q.position * 13, %(texts)s) AS t,
  i.begun + random() * (%(now)s - i.begun) AS at, CASE WHEN i.big THEN mod(q.position, 3) > 0 ELSE random() < 0.6 END AS finished, 1 + (random() * 2)::int AS versions,
  CASE WHEN i.n <= %(led)s THEN %(lead)s::uuid ELSE person.id END AS writer
FROM scale_initiative AS i JOIN scale_person AS person ON person.n = 1 + mod(i.n, %(team_people)s), phases_question AS q
WHERE q.retired_at IS NULL AND (i.big OR random() < 0.843)
"""
ANSWER_ROWS = """
INSERT INTO phases_answer (id, created_at, updated_at, version, text, question_revision, finished_at, source, is_example,
  finished_by_id, initiative_id, updated_by_id, question_id)
SELECT a.id, at - interval '1 hour', at, versions, p.long, revision, CASE WHEN finished THEN at END, '', false,
  CASE WHEN finished THEN writer END, initiative, writer, question
FROM scale_answer AS a JOIN scale_prose AS p ON p.n = a.t
"""
REVISIONS = """
INSERT INTO phases_answerrevision (text, version, accepted, question_revision, begun_at, at, answer_id, by_id)
SELECT CASE WHEN v = versions THEN p.long ELSE p.short END, v, true, revision, at - (versions - v) * interval '30 minutes',
  at - (versions - v) * interval '30 minutes', a.id, writer
FROM scale_answer AS a JOIN scale_prose AS p ON p.n = a.t, generate_series(1, a.versions) AS v
"""
COMPLETIONS = """
INSERT INTO phases_itemcompletion (id, created_at, updated_at, version, state, note, is_example, initiative_id, item_id,
  updated_by_id, item_revision)
SELECT gen_random_uuid(), done.at, done.at, 1, state, CASE WHEN state = 'not-applicable' OR a < 0.2 THEN p.short ELSE '' END,
  false, initiative, item, %(lead)s, revision
FROM (SELECT i.id AS initiative, c.id AS item, c.revision, 1 + mod(i.n + c.position, %(texts)s) AS t, random() AS a,
    i.begun + random() * (%(now)s - i.begun) AS at,
    (ARRAY['done', 'done', 'done', 'done', 'not-applicable', 'open'])
      [1 + CASE WHEN i.big THEN mod(c.position, 6) ELSE floor(random() * 6)::int END] AS state
  FROM scale_initiative AS i, phases_checklistitem AS c
  WHERE c.retired_at IS NULL AND (i.big OR random() < 0.45)) AS done
JOIN scale_prose AS p ON p.n = done.t
"""
GATES = """
INSERT INTO phases_gatedecision (id, kind, reason, conditions, decided_by, users_voice, decided_on, at, is_example, by_id,
  initiative_id, phase_id, waived)
SELECT gen_random_uuid(), kind, p.long, CASE WHEN kind = 'go-with-conditions' THEN p.short ELSE '' END, 'De stuurgroep',
  'Twee ervaringsdeskundigen', at::date, at, false, %(lead)s, initiative, phase, '[]'
FROM (SELECT i.id AS initiative, f.id AS phase, i.t, i.begun + f.number * interval '5 days' AS at,
    (ARRAY['go', 'go', 'go-with-conditions', 'back', 'lighter-form'])
      [1 + CASE WHEN i.big THEN 0 ELSE floor(random() * 5)::int END] AS kind
  FROM scale_initiative AS i JOIN phases_phase AS f ON f.number <= mod(i.n, 4) AND f.number < 4) AS decided
JOIN scale_prose AS p ON p.n = decided.t
"""
PLANS = """
INSERT INTO phases_phaseplan (id, created_at, updated_at, version, planned_on, decided_by, ask, is_example, initiative_id,
  phase_id, updated_by_id)
SELECT gen_random_uuid(), begun, begun, 1, (begun + f.number * interval '90 days')::date, 'De stuurgroep', p.short, false, i.id,
  f.id, %(lead)s
FROM scale_initiative AS i JOIN scale_prose AS p ON p.n = i.t JOIN phases_phase AS f ON f.number < 4
WHERE i.big OR mod(i.n, 3) = 0
"""
METHODS = """
CREATE TEMP TABLE scale_method ON COMMIT DROP AS
SELECT n, n <= %(own_methods)s AS ours, 'own-' || replace(gen_random_uuid()::text, '-', '') AS code
FROM generate_series(1, %(own_methods)s + %(methods_elsewhere)s) AS n
"""
METHOD_ROWS = """
INSERT INTO toolkit_method (code, position, revision, family, duration, minutes_min, minutes_max, span, group_min, group_max,
  skill, cost, format, checked, estimate, name, purpose, use_when, avoid_when, steps, preparation, materials, tips, inclusion,
  pitfalls, offline_twin, related, stems, gives, shared, sources, without_digital, without_reading)
SELECT s.code, 0, 1, family, duration, minutes_min, minutes_max, span, group_min, group_max, skill, cost, format, true, estimate,
  jsonb_build_object('nl', 'Eigen werkvorm ' || s.n, 'en', ''), purpose, use_when, avoid_when, steps, preparation, materials,
  tips, inclusion, pitfalls, '', '[]', stems, gives, false, '[]', without_digital, without_reading
FROM scale_method AS s
JOIN (SELECT *, row_number() OVER (ORDER BY position) AS place, count(*) OVER () AS many FROM toolkit_method
  WHERE shared AND retired_at IS NULL) AS m ON m.place = 1 + mod(s.n, m.many)
"""
OWNERS = """
INSERT INTO phases_ownmethod (id, created_at, updated_at, version, method_id, organisation_id, updated_by_id)
SELECT gen_random_uuid(), %(now)s - s.n * interval '1 hour', %(now)s, 1, m.id,
  CASE WHEN s.ours THEN %(organisation)s::uuid ELSE %(elsewhere)s::uuid END, %(administrator)s
FROM scale_method AS s JOIN toolkit_method AS m ON m.code = s.code
"""
STATEMENTS = (ANSWERS, ANSWER_ROWS, REVISIONS, COMPLETIONS, GATES, PLANS, METHODS, METHOD_ROWS, OWNERS)
