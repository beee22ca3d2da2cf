// Makes the pages quicker. Each page works without these scripts.
import './time.js'
import './composer.js'
import './reactions.js'
import './feed.js'
import './live.js'
import './messages.js'
import './keys.js'
