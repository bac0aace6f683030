// A real OpenID Connect provider on this machine, for the tests: whoever types a name
// is let in under it. It prints its issuer and ends when its standard input does.
//
//	node server.mjs CLIENT SECRET REDIRECT-URI
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [client, secret, back] = process.argv.slice(2);
const server = createServer();
server.listen(0, "127.0.0.1", () => {
	const issuer = `http://localhost:${server.address().port}`;
	const provider = new Provider(issuer, {
		clients: [{ client_id: client, client_secret: secret, redirect_uris: [back], response_types: ["code"], grant_types: ["authorization_code"] }],
		pkce: { methods: ["S256"], required: () => true },
		claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "preferred_username"] },
		findAccount: (_context, id) => ({
			accountId: id,
			claims: () => ({ sub: id, email: `${id}@example.org`, email_verified: true, name: `The ${id}`, preferred_username: id }),
		}),
	});
	// Its pages ask another host for a font, which a test must not.
	provider.use(async (context, next) => {
		await next();
		if (typeof context.body === "string") context.body = context.body.replace(/@import url\([^)]*\);?/g, "");
	});
	server.on("request", provider.callback());
	console.log(issuer);
});
process.stdin.resume().on("end", () => process.exit());
