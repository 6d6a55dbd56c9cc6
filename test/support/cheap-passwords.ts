/** For servers of tests: hashing passwords as they should be hashed takes most of the time of making raters. */
export const cheapPasswords = { passwordCost: 16 };
