import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { identity } from '@yuanwei/contract/staff'
import { ProblemError, queryClient, readOptions, refresh } from './api.ts'
import { Layout } from './layout.tsx'
import { Crashed, NotFound, Unreachable } from './page-states.tsx'

export const CASE_VIEWS = ['timeline', 'evidence', 'conversations', 'dossiers'] as const
export type CaseView = (typeof CASE_VIEWS)[number]

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Crashed })

/** Signed in, or led to where one can be: set-up on an empty installation, otherwise the sign-in. */
async function requireSession({ location }: { location: { href: string } }): Promise<void> {
  const me = readOptions(identity.readMe, {})
  // Asked first, so that a visitor without a session is no error on anyone's console.
  const known = queryClient.getQueryData(me.queryKey) !== undefined
  const { needed, signedIn } = known
    ? { needed: false, signedIn: true }
    : await queryClient.fetchQuery(readOptions(identity.readSetup, {}))
  if (needed) throw redirect({ to: '/setup' })
  const toSignIn = () =>
    redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } })
  if (!signedIn) throw toSignIn()
  try {
    await queryClient.ensureQueryData(me)
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'not_signed_in') throw toSignIn()
    throw error
  }
}

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: requireSession,
  component: Layout,
  errorComponent: Unreachable,
})

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: async () => {
    const me = await queryClient.ensureQueryData(readOptions(identity.readMe, {}))
    throw redirect({ to: me.permissions.includes('case.read') ? '/cases' : '/people' })
  },
})

const casesRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/cases',
  validateSearch: (search: Record<string, unknown>): { new?: true } => (search.new ? { new: true } : {}),
  component: lazyRouteComponent(() => import('../features/cases/cases-page.tsx'), 'CasesPage'),
})
const noCase = createRoute({
  getParentRoute: () => casesRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../features/cases/cases-page.tsx'), 'NoCase'),
})
const caseRoute = createRoute({
  getParentRoute: () => casesRoute,
  path: '$caseId',
  validateSearch: (search: Record<string, unknown>): { view?: CaseView; fact?: string } => {
    const view = CASE_VIEWS.find(known => known === search.view)
    return { ...(view ? { view } : {}), ...(typeof search.fact === 'string' ? { fact: search.fact } : {}) }
  },
  component: lazyRouteComponent(() => import('../features/cases/case-page.tsx'), 'CasePage'),
})
const exhibitRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/cases/$caseId/exhibits/$exhibitId',
  component: lazyRouteComponent(() => import('../features/evidence/exhibit-page.tsx'), 'ExhibitPage'),
})
const conversationRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/cases/$caseId/conversations/$conversationId',
  validateSearch: (search: Record<string, unknown>): { at?: number } => {
    const at = Number(search.at)
    return search.at !== undefined && Number.isSafeInteger(at) && at >= 0 ? { at } : {}
  },
  component: lazyRouteComponent(() => import('../features/conversations/reader-page.tsx'), 'ReaderPage'),
})
const people = createRoute({
  getParentRoute: () => signedIn,
  path: '/people',
  component: lazyRouteComponent(() => import('../features/identity/people-page.tsx'), 'PeoplePage'),
})
const log = createRoute({
  getParentRoute: () => signedIn,
  path: '/log',
  component: lazyRouteComponent(() => import('../features/log/log-page.tsx'), 'LogPage'),
})

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  beforeLoad: async () => {
    const { needed } = await queryClient.fetchQuery(readOptions(identity.readSetup, {}))
    if (!needed) throw redirect({ to: '/sign-in' })
  },
  component: lazyRouteComponent(() => import('../features/identity/setup-page.tsx'), 'SetupPage'),
  errorComponent: Unreachable,
})
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  // Only a path of our own may follow: a full address would lead a signed-in person elsewhere.
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === 'string' && /^\/(?![/\\])/.test(search.next) ? { next: search.next } : {},
  component: lazyRouteComponent(() => import('../features/identity/sign-in-page.tsx'), 'SignInPage'),
})
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../features/identity/invitation-page.tsx'), 'InvitationPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    signedIn.addChildren([
      home,
      casesRoute.addChildren([noCase, caseRoute]),
      exhibitRoute,
      conversationRoute,
      people,
      log,
    ]),
    setup,
    signIn,
    invitation,
  ]),
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
})

/** After signing in: the answer is the session, and the routes are asked again. */
export function enterSession(me: unknown): void {
  queryClient.setQueryData(readOptions(identity.readMe, {}).queryKey, me as never)
  refresh(identity.readSetup)
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
