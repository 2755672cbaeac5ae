// The progress of a run of several targets or prompts, cell by cell.
import { type MatrixRow, matrixOf } from '../matrix.ts';
import type { Run } from '../run.ts';

/** Gone once all is done: what there is to see then are the results. */
export function Matrix({ run }: { run: Run }) {
  const rows = run.job.state === 'done' ? null : matrixOf(run);
  if (!rows) return null;
  return (
    <table class="matrix" aria-label="Each picture of the run">
      <tbody>
        {rows.map((row) => (
          <MatrixRowView key={row.targetId} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function MatrixRowView({ row }: { row: MatrixRow }) {
  return (
    <tr>
      <th scope="row" title={row.name}>
        {row.name}
      </th>
      <td>
        <ul>
          {row.cells.map(({ id, look, text }) => (
            <li key={id} class={`cell ${look}`} title={text}>
              <span class="hidden">{text}</span>
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}
