import type { RatingPage } from '../page.ts';

/** Offers the datasets that the rater may rate. */
export function DatasetsScreen({ page }: { page: RatingPage }) {
  const { datasets, workspaces } = page;
  return (
    <section class="card narrow" id="screen-datasets" aria-labelledby="datasets-title">
      <h1 id="datasets-title">Datasets</h1>
      <ul class="choices" id="datasets">
        {datasets.map((dataset) => (
          <li key={dataset.id}>
            <button type="button" dir="auto" onClick={() => void page.openDataset(dataset)}>
              {dataset.name}
              <small>{workspaces.get(dataset.workspace_id) ?? ''}</small>
            </button>
          </li>
        ))}
      </ul>
      <p class="muted" id="no-datasets" hidden={datasets.length > 0}>
        There is nothing to rate yet. Ask the organizer to add you, then reload this page.
      </p>
    </section>
  );
}
