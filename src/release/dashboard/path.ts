/** Where the page about the campaign lies in a release. */
export const dashboardPath = 'dashboard.html';
