// The address under which a sheet can be sent to others.

/** How long it may get, as on the server: beyond, some programs cut it off. */
export const longest = 6_000;

/** The address of a text, null if it is too long for one. */
export function addressOf(text: string): string | null {
  const address = `/calculator?${new URLSearchParams({ worksheet: text })}`;
  return address.length > longest ? null : address;
}
