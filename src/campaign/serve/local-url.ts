export const defaultPort = 6900;

/** The address of `prank serve`, unless it uses another port. */
export const localUrl = `http://127.0.0.1:${defaultPort}`;
