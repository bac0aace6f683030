INSERT INTO identities (provider, subject, person_id, label, linked_at) VALUES ('gitlab', '2', 'cara', 'cara-at-work', 1772528400000);
INSERT INTO trips (state_hash, browser_hash, provider, person_id, next, expires_at) VALUES ('s', 'b', 'github', NULL, '/settings', 1772529000000);
INSERT INTO offers (person_id, id, provider, subject, label, expires_at) VALUES ('cara', 'o1', 'github', '3', 'cara', 1772529000000);
INSERT INTO admin_codes (code_hash, expires_at) VALUES ('c', 1772529000000);
