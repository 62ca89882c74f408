"""Statements that make the people: colleagues with an account, and those who are invited."""

PEOPLE = """
CREATE TEMP TABLE scale_person ON COMMIT DROP AS
SELECT gen_random_uuid() AS id, n, %(now)s - random() * interval '900 days' AS joined
FROM generate_series(1, %(colleagues)s) AS n
"""
ACCOUNTS = """
INSERT INTO projects_user (id, email, name, language, password, is_active, joined_at)
SELECT id, 'persoon-' || n || '-' || %(seed)s || '@voorbeeld.example', 'Persoon ' || n, 'nl', %(password)s, true, joined
FROM scale_person
"""
ADDRESSES = """
INSERT INTO account_emailaddress (email, verified, "primary", user_id)
SELECT 'persoon-' || n || '-' || %(seed)s || '@voorbeeld.example', true, true, id FROM scale_person
"""
MEMBERS = """
INSERT INTO projects_organisationmember (id, role, joined_at, organisation_id, user_id)
SELECT gen_random_uuid(), 'member', joined, %(organisation)s, id FROM scale_person
"""
INVITATIONS = """
INSERT INTO projects_invitation (id, email, organisation_role, role, token_hash, created_at, expires_at,
  initiative_id, invited_by_id, organisation_id)
SELECT gen_random_uuid(), 'genodigd-' || n || '-' || %(seed)s || '@voorbeeld.example',
  CASE WHEN of_big THEN '' ELSE 'member' END, CASE WHEN of_big THEN 20 END,
  encode(sha256(convert_to(gen_random_uuid()::text, 'UTF8')), 'hex'), sent, sent + interval '7 days',
  CASE WHEN of_big THEN %(big)s::uuid END,
  CASE WHEN of_big THEN %(lead)s::uuid ELSE %(administrator)s::uuid END, %(organisation)s
FROM (SELECT n, mod(n, 5) = 1 AS of_big, %(now)s - random() * interval '9 days' AS sent
  FROM generate_series(1, %(invitations)s) AS n) AS invited
"""
STATEMENTS = (PEOPLE, ACCOUNTS, ADDRESSES, MEMBERS)
"""What comes first; `INVITATIONS` comes once the big initiative is there."""
