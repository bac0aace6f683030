// Package account knows people: who they are, what they may do, and which
// browser speaks for whom.
//
// It owns the tables people, person_roles, identities, sessions, trips, offers,
// admin_codes and audit. A person is found by (provider, subject), never by an address alone
// (provided.go); what is under way at a provider is a trip (trip.go). A session is an
// opaque token of 128 bits or more in a cookie; the database holds its SHA-256,
// so a stolen database opens no session. Sessions are rows of our own and not a
// library's, because they must be listed and ended by person, and because the
// end of one is to be seen within a second by every request and stream.
package account
