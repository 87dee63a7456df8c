// How many lines the kernel in front has hidden, in JupyterLab's status bar; a click shows them and switches the filter.
//
// The kernel says it in the metadata of each execute_reply (provisioner/keras_quiet/inside/telling/replies.py). This is a
// module federation container written by hand, as JupyterLab loads prebuilt extensions, so that no build step is needed
// (jupyterlab/packages/application/src: window._JUPYTERLAB). If the page is not as expected, nothing is shown and
// nothing else changes.
(function () {
  'use strict';

  const NAME = 'keras-quiet';
  const KEPT = 500; // lines of one kernel
  const OFF = 'Keras quiet: the filter is off, every line is shown';

  let scope = {};

  // A package that JupyterLab itself shares; the scope has one entry for each version. As webpack does, take one that
  // is loaded, or else the newest.
  async function shared(name) {
    const versions = Object.entries(scope[name]).sort(([one], [other]) =>
      one.localeCompare(other, undefined, { numeric: true })
    );
    const [, chosen] = versions.filter(([, each]) => each.loaded).pop() || versions.pop();
    return (await chosen.get())();
  }

  const isCount = value => Number.isInteger(value) && value >= 0;

  const number = count => count.toLocaleString('en');
  const counted = count => `${number(count)} ${count === 1 ? 'line' : 'lines'}`;

  // What one reply says, or null where it is not ours or not as expected. A line has its rule, its text, and how often it
  // came again.
  function readReply(message) {
    const told = message.header.msg_type === 'execute_reply' && message.metadata && message.metadata.keras_quiet;
    if (!told || !isCount(told.hidden) || !Array.isArray(told.lines)) {
      return null;
    }
    return {
      enabled: told.enabled !== false,
      hidden: told.hidden,
      rules: Object.entries(told.rules || {}).filter(([, count]) => isCount(count)),
      lines: told.lines.filter(line => Array.isArray(line)),
      of: isCount(told.of) ? told.of : 0,
      dropped: told.dropped || ''
    };
  }

  const keyOf = ([rule, text]) => `${rule}  ${text}`;
  const rowOf = line => keyOf(line) + (line[2] ? `\n  (${line[2]})` : '');

  // The lines of the last cell first; a line that comes again is its last cell's alone.
  function remember(before, reply) {
    let cells = before ? before.cells : [];
    if (reply.lines.length) {
      const again = new Set(reply.lines.map(keyOf));
      const others = cells.map(cell => ({ ...cell, lines: cell.lines.filter(line => !again.has(keyOf(line))) }));
      cells = [{ lines: reply.lines, of: reply.of }, ...others.filter(cell => cell.lines.length)];
    }
    while (cells.length > 1 && cells.reduce((sum, { lines }) => sum + lines.length, 0) > KEPT) {
      cells.pop();
    }
    return { ...reply, cells };
  }

  function textOf(told) {
    const cells = told.cells.map(({ lines, of }, at) => {
      const which = at ? 'Earlier' : 'In the last cell that had any';
      const part = of && !at ? `, the last ${lines.length} of ${number(of)}` : '';
      return [`${which}${part}:`, ...lines.map(rowOf)].join('\n');
    });
    const where = `In a cell, %keras_quiet log prints ${told.dropped ? 'the others' : 'all of them'}.`;
    return [...cells, told.dropped ? `${told.dropped}. ${where}` : where].join('\n\n');
  }

  // What the magic prints. It runs after all that waits in the kernel; where a cell that failed took it along, again.
  async function ask(kernel, words) {
    const texts = [];
    let status = 'aborted';
    for (let times = 0; status === 'aborted' && times < 10; times++) {
      const future = kernel.requestExecute({ code: `%keras_quiet ${words}`, silent: true, store_history: false });
      future.onIOPub = message => {
        if (message.header.msg_type === 'stream') {
          texts.push(message.content.text);
        }
      };
      status = (await future.done).content.status;
    }
    return texts.join('');
  }

  async function plugin() {
    const { INotebookTracker } = await shared('@jupyterlab/notebook');
    const { IStatusBar } = await shared('@jupyterlab/statusbar');
    const { Clipboard, Dialog, Notification, showDialog } = await shared('@jupyterlab/apputils');
    const { Widget } = await shared('@lumino/widgets');

    // Shows a text, and returns the action of the button that was clicked. Enter closes, and does nothing else.
    async function show(title, text, ...buttons) {
      const node = document.createElement('pre');
      node.tabIndex = 0;
      node.style.cssText = 'max-height: 60vh; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere';
      node.textContent = text;
      const close = Dialog.cancelButton({ label: 'Close' });
      const others = buttons.map(([action, label]) => Dialog.createButton({ label, actions: [action] }));
      const body = new Widget({ node });
      const { button } = await showDialog({ title, body, buttons: [close, ...others], defaultButton: 0 });
      return button.actions[0];
    }

    async function copyReport(kernel, isBusy) {
      const text = await ask(kernel, 'report');
      // A browser lets nobody copy long after the click.
      if (isBusy && (await show('The report', text, ['copy', 'Copy'])) !== 'copy') {
        return;
      }
      Clipboard.copyToSystem(text);
      Notification.success('The report is in the clipboard.', { autoClose: 3000 });
    }

    async function showLines(told, kernel) {
      const isBusy = kernel.status === 'busy';
      const later = isBusy ? ' after the running cell' : '';
      const title = `${told.enabled ? '' : 'The filter is off. '}Keras quiet has hidden ${counted(told.hidden)}`;
      const action = await show(
        title,
        textOf(told),
        ['report', `Copy report${later}`],
        ['switch', `Switch filter ${told.enabled ? 'off' : 'on'}${later}`]
      );
      if (action === 'report') {
        await copyReport(kernel, isBusy);
      } else if (action === 'switch') {
        await ask(kernel, told.enabled ? 'off' : 'on'); // the reply tells that it is done
      }
    }

    function activate(app, tracker, bar) {
      if (!tracker || !bar) {
        return;
      }
      const known = new WeakMap(); // what each session's kernel has told
      const heard = new WeakSet(); // kernels
      const button = document.createElement('button');
      button.type = 'button';
      button.style.cssText = 'background: none; border: none; padding: 0; color: inherit; font: inherit; line-height: inherit; cursor: pointer';
      const item = new Widget();
      item.node.style.cssText = 'display: flex; align-items: center; height: 100%';
      item.node.appendChild(button);

      // Only where the notebook itself is in front: beside it there are tabs without a kernel.
      const front = () => (app.shell.currentWidget === tracker.currentWidget ? tracker.currentWidget : null);
      const current = () => front() && known.get(front().sessionContext);

      function update() {
        const told = current();
        const isShown = Boolean(told && (told.hidden || !told.enabled));
        button.style.display = isShown ? '' : 'none';
        if (isShown) {
          const counts = told.rules.map(([rule, count]) => `${number(count)}  ${rule}`);
          const has = `Keras quiet has hidden ${counted(told.hidden)}`;
          button.textContent = told.enabled ? `${number(told.hidden)} hidden` : 'filter off';
          button.title = [...(told.enabled ? [] : [OFF]), ...counts, 'Click to read the lines'].join('\n');
          button.setAttribute('aria-label', told.enabled ? `${has}. Show them` : `${OFF}. ${has}`);
        }
      }

      function hear(session) {
        const kernel = session.session && session.session.kernel;
        if (!kernel || heard.has(kernel)) {
          return;
        }
        heard.add(kernel);
        kernel.anyMessage.connect((_, { msg }) => {
          try {
            const reply = readReply(msg);
            if (reply) {
              known.set(session, remember(known.get(session), reply));
              update();
            }
          } catch (error) {
            // Not a message that we know.
          }
        });
      }

      function forget(session) {
        known.delete(session);
        update();
      }

      function follow(panel) {
        const session = panel.sessionContext;
        session.kernelChanged.connect(() => {
          forget(session);
          hear(session);
        });
        session.statusChanged.connect((_, status) => {
          if (status === 'restarting' || status === 'autorestarting') {
            forget(session);
          }
          hear(session);
        });
        hear(session);
      }

      button.addEventListener('click', () => {
        const told = current();
        const { session } = front().sessionContext;
        if (told && session && session.kernel) {
          showLines(told, session.kernel).catch(() => {});
        }
      });
      tracker.widgetAdded.connect((_, panel) => follow(panel));
      tracker.forEach(follow);
      tracker.currentChanged.connect(update);
      if (app.shell.currentChanged) {
        app.shell.currentChanged.connect(update);
      }
      update();
      // On the left: on the right, the mode's name changes its width under the mouse, and a click would miss.
      bar.registerStatusItem(NAME, { item, align: 'left', rank: 900 });
    }

    return { id: `${NAME}:status`, autoStart: true, optional: [INotebookTracker, IStatusBar], activate };
  }

  // A plugin that does nothing, where JupyterLab is not the one that we know.
  const nothing = { id: `${NAME}:status`, autoStart: true, activate: () => {} };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB[NAME] = {
    init: given => {
      scope = given;
    },
    get: async () => {
      const made = await plugin().catch(() => nothing);
      return () => ({ __esModule: true, default: made });
    }
  };
})();
