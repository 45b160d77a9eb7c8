import assert from 'node:assert/strict';
import { test } from 'node:test';
import { studentTwoSided } from '../../src/statistics/student-t.ts';
import { METRICS_REFERENCE } from '../helpers/metrics-reference.ts';

test("both tails are SciPy's", () => {
  for (const { t, df, twoSided } of METRICS_REFERENCE.student) {
    const got = studentTwoSided(t, df);
    assert.ok(
      Math.abs(got - twoSided) < 1e-10 * Math.max(twoSided, 1e-3),
      `t ${t}, df ${df}: ${got} is not ${twoSided}`,
    );
  }
});

test('with one degree of freedom it is the arc tangent', () => {
  assert.ok(Math.abs(studentTwoSided(1, 1) - 0.5) < 1e-12);
  assert.equal(studentTwoSided(0, 5), 1);
});
