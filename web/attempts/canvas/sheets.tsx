// What opens over the canvas: adding, connecting and finding a part, the list of what
// else can be done, and the keys.
import { useContext } from "react";
import type { Part } from "../board/graph.ts";
import { Chooser, type Option } from "./chooser.tsx";
import { choices } from "./catalogue.ts";
import { DeskContext } from "./context.ts";
import type { View } from "./desk.ts";
import { More } from "./more.tsx";

export function Sheets({ view, back }: { view: View; back(): void }) {
  const desk = useContext(DeskContext);
  const close = (): void => desk.close();
  const done = (then: () => void) => (): void => {
    close();
    then();
    back();
  };
  const leave = (): void => {
    close();
    back();
  };
  const fits = (typed: string, parts: readonly Part[], take: (part: Part) => void): Option[] =>
    parts
      .filter((p) => `${p.label} ${p.kind}`.toLowerCase().includes(typed.trim().toLowerCase()))
      .slice(0, 100)
      .map((p) => ({ key: p.id, kind: p.kind, label: p.label || p.kind, take: () => take(p) }));

  switch (view.sheet) {
    case "add":
      return (
        <Chooser
          title="Add a part"
          hint="A name, a kind, or both: “queue Jobs”. Enter adds the one that is marked."
          none="Nothing fits."
          close={leave}
          options={(typed) => choices(typed).map(({ kind, label }) => ({ key: `${kind} ${label}`, kind, label, take: done(() => desk.add(kind, label)) }))}
        />
      );
    case "connect": {
      const from = [...view.parts][0]!;
      return (
        <Chooser
          title={`Connect ${desk.name(from)} to`}
          hint="Behind a colon stands what the connection says: “Jobs: enqueues”."
          none="No part of that name."
          close={leave}
          options={(typed) => {
            const [name = "", ...words] = typed.split(":");
            return fits(name, view.graph.nodes.filter((p) => p.id !== from), (p) => done(() => desk.connect(from, p.id, words.join(":").trim()))());
          }}
        />
      );
    }
    case "find":
      return (
        <Chooser
          title="Find a part"
          hint="Enter goes to it."
          none="No part of that name."
          close={leave}
          options={(typed) =>
            fits(typed, view.graph.nodes, (p) => {
              close();
              desk.choose({ parts: [p.id] });
              desk.reveal(p.id);
            })
          }
        />
      );
    case "more":
      return <More view={view} close={leave} />;
    case "keys":
      return <Keys close={leave} />;
    default:
      return null;
  }
}

const keys: readonly [string, string][] = [
  ["A", "Add a part"],
  ["C", "Connect the chosen part"],
  ["Enter, F2", "Write its name"],
  ["Space", "Choose a part, or one more"],
  ["Arrows", "Move what is chosen; with Shift farther, with Alt resize"],
  ["Delete", "Delete what is chosen"],
  ["G", "Put what is chosen into a frame"],
  ["/", "Find a part"],
  ["Ctrl Z, Ctrl Shift Z", "Undo, redo"],
  ["Ctrl C, X, V, D", "Copy, cut, paste, duplicate"],
  ["Ctrl A", "Choose all"],
  ["+, −, 0", "Nearer, farther, all in sight"],
  ["Esc", "Choose nothing, close what is open"],
];

function Keys({ close }: { close(): void }) {
  return (
    <div className="over" role="dialog" aria-label="Keys of the canvas">
      <dl className="small">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <button type="button" className="button quiet small" onClick={close} autoFocus>
        Close
      </button>
    </div>
  );
}
