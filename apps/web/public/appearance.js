// Runs before the first paint, so that a chosen theme does not flash. A file of its own: the policy allows no inline script.
try {
  const chosen = JSON.parse(localStorage.getItem('yuanwei.preferences') || '{}')
  const root = document.documentElement
  if (chosen.theme === 'light' || chosen.theme === 'dark') root.dataset.theme = chosen.theme
  if (chosen.density === 'comfortable') root.dataset.density = chosen.density
  if (chosen.language === 'en') root.lang = 'en'
} catch {
  // Without storage the system's own appearance stands.
}
