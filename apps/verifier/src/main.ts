import '@yuanwei/ui/tokens.css'
import './verify.css'
import { Page } from './page.ts'

const root = document.getElementById('page')
if (root !== null) new Page(root).show()
