import { expect, it } from 'vitest';
import { planDashboardSpace } from '../../../src/campaign/publish/dashboard-plan.ts';

const ours = { sdk: 'static', tags: ['prank-dashboard'], files: ['README.md', 'index.html'] };

it.each([
  ['create', null],
  ['update', ours],
  ['update', { ...ours, files: ['README.md'] }],
  ['fill', { ...ours, tags: ['region:us'], files: ['.gitattributes', 'README.md'] }],
] as const)('%s: %j', (step, found) => {
  expect(
    planDashboardSpace('o/d', found === null ? null : { ...found, tags: [...found.tags], files: [...found.files] }),
  ).toBe(step);
});

it.each([
  ['is no static one, but docker', { ...ours, sdk: 'docker' }],
  ['is no static one, but of an unknown kind', { ...ours, sdk: null }],
  ['shows something else', { ...ours, tags: [] }],
])('refuses a Space that %s', (why, found) => {
  expect(() => planDashboardSpace('o/d', found)).toThrow(`The Space o/d ${why}, so no dashboard is put there.`);
  expect(() => planDashboardSpace('o/d', found)).toThrow(
    expect.objectContaining({
      code: 'dashboard_space_taken',
      hint: expect.stringMatching(
        /^Name another one in publish\.dashboard.* the tag prank-dashboard to its README\.md\.$/u,
      ),
    }),
  );
});
