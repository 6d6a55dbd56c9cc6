/** Path of the dashboard page in a release. */
export const dashboardPath = 'dashboard.html';
