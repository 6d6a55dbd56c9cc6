/** For test servers: proper password hashing takes most of the time of creating raters. */
export const cheapPasswords = { passwordCost: 16 };
