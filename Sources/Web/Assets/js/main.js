import './keys.js';
import './menus.js';
import './scrollers.js';
import './dialogs.js';
import './forms.js';
import './undo-toast.js';
import './command-field.js';
import './stage-board.js';
import './record-picker.js';
import './color-field.js';
import './form-conditions.js';
import './duplicate-hints.js';
import './list-view.js';
import './list-cells.js';
import './filter-chips.js';
import './record-facts.js';
import './help-overlay.js';
import './theme-switch.js';
import './confirm-dialog.js';
import './drop-zone.js';
import './file-drop.js';
import './late-count.js';
import './live-progress.js';
import './live.js';
import './mentions.js';

// What one page alone needs is fetched there.
if (document.querySelector('api-explorer')) import('./api-explorer.js');
