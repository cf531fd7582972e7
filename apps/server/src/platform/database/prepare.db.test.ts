import { expect, test } from 'vitest'
import { withDatabase } from '../../../test/harness/database.ts'

const database = withDatabase()

test('the app signs in as its own role', async () => {
  const { rows } = await database.app.query('SELECT current_user AS name')
  expect(rows).toEqual([{ name: database.roles.app }])
})
