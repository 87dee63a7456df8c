// How many lines the kernel in front has hidden, in JupyterLab's status bar; a click shows them.
//
// The kernel says it in the metadata of each execute_reply (provisioner/keras_quiet/inside/replies.py). This file is a
// module federation container written by hand, as JupyterLab loads prebuilt extensions, so that no build step is needed
// (jupyterlab/packages/application/src: window._JUPYTERLAB). If the page is not as expected, nothing is shown and
// nothing else changes.
(function () {
  'use strict';

  const NAME = 'keras-quiet';
  const KEPT = 500; // lines of one kernel

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

  // What one reply says, or null where it is not ours or not as expected.
  function readReply(message) {
    const told = message.header.msg_type === 'execute_reply' && message.metadata && message.metadata.keras_quiet;
    if (!told || !isCount(told.hidden) || !Array.isArray(told.lines)) {
      return null;
    }
    const rules = Object.entries(told.rules || {}).filter(([, count]) => isCount(count));
    const lines = told.lines.filter(line => Array.isArray(line)).map(([rule, text]) => `${rule}  ${text}`);
    return { hidden: told.hidden, rules, lines };
  }

  // The lines of the last cell first.
  function textOf(told) {
    const cells = told.cells.map((lines, at) => [at ? 'Earlier:' : 'In the last cell that had any:', ...lines].join('\n'));
    return [...cells, 'In a cell, %keras_quiet log prints all of them.'].join('\n\n');
  }

  function remember(before, reply) {
    const cells = (before ? before.cells : []).slice();
    if (reply.lines.length) {
      cells.unshift(reply.lines);
    }
    while (cells.length > 1 && cells.reduce((sum, lines) => sum + lines.length, 0) > KEPT) {
      cells.pop();
    }
    return { ...reply, cells };
  }

  async function plugin() {
    const { INotebookTracker } = await shared('@jupyterlab/notebook');
    const { IStatusBar } = await shared('@jupyterlab/statusbar');
    const { Dialog, showDialog } = await shared('@jupyterlab/apputils');
    const { Widget } = await shared('@lumino/widgets');

    function showLines(told) {
      const node = document.createElement('pre');
      node.tabIndex = 0;
      node.style.cssText = 'max-height: 60vh; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere';
      node.textContent = textOf(told);
      const title = `Keras quiet has hidden ${told.hidden} ${told.hidden === 1 ? 'line' : 'lines'}`;
      const buttons = [Dialog.okButton({ label: 'Close' })];
      return showDialog({ title, body: new Widget({ node }), buttons });
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

      const current = () => tracker.currentWidget && known.get(tracker.currentWidget.sessionContext);

      function show() {
        const told = current();
        const isShown = Boolean(told && told.hidden);
        button.textContent = isShown ? `${told.hidden} hidden` : '';
        button.title = isShown
          ? [...told.rules.map(([rule, count]) => `${count}  ${rule}`), 'Click to read the lines'].join('\n')
          : '';
        button.setAttribute('aria-label', isShown ? `Keras quiet has hidden ${told.hidden} lines. Show them` : '');
        button.style.display = isShown ? '' : 'none';
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
              show();
            }
          } catch (error) {
            // Not a message that we know.
          }
        });
      }

      function forget(session) {
        known.delete(session);
        show();
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
        if (told) {
          showLines(told).catch(() => {});
        }
      });
      tracker.widgetAdded.connect((_, panel) => follow(panel));
      tracker.forEach(follow);
      tracker.currentChanged.connect(show);
      show();
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
