// A field with what fits to what is typed beneath it: for adding a part, connecting
// one and finding one. Arrows go through the list, Enter takes.
import { useContext, useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import icons from "../../../internal/board/icons.json";
import type { Kind } from "../board/graph.ts";
import { DeskContext } from "./context.ts";

export interface Option {
  key: string;
  kind: Kind;
  label: string;
  take(): void;
}

interface Props {
  title: string;
  hint: string;
  options(typed: string): Option[];
  none: string; // what is said where nothing fits
  close(): void;
}

export function Chooser({ title, hint, options, none, close }: Props) {
  const desk = useContext(DeskContext);
  const [typed, setTyped] = useState(() => desk.early());
  const [at, setAt] = useState(0);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const fit = options(typed);
  const here = Math.min(at, fit.length - 1);
  useEffect(() => list.current?.children[here]?.scrollIntoView?.({ block: "nearest" }), [here, typed]);

  const pressed = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((here + step + fit.length) % Math.max(1, fit.length));
    else if (event.key === "Enter") fit[here]?.take();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  };

  return (
    <div className="over chooser" onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || close()}>
      <label htmlFor={id}>{title}</label>
      <input
        id={id}
        ref={field}
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={here >= 0 ? `${id}-${here}` : undefined}
        aria-describedby={`${id}-hint`}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={pressed}
      />
      <p id={`${id}-hint`} className="small soft">
        {hint}
      </p>
      <ul ref={list} id={`${id}-list`} role="listbox" aria-label={title} tabIndex={-1}>
        {fit.map((option, i) => (
          <li key={option.key} id={`${id}-${i}`} role="option" aria-selected={i === here} onPointerDown={(event) => event.preventDefault()} onClick={() => option.take()} onPointerMove={() => i !== here && setAt(i)}>
            <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
              <path d={icons[option.kind]} />
            </svg>
            <span dir="auto">{option.label}</span>
            <i>{option.kind}</i>
          </li>
        ))}
      </ul>
      {fit.length === 0 && <p className="small">{none}</p>}
    </div>
  );
}
