// The strip beneath the canvas: what is chosen, and what can be changed of it.
import { useContext, useEffect, useState } from "react";
import { kinds, limits, zoneKinds, type Kind, type Part, type ZoneKind } from "../board/graph.ts";
import { linkKeys, type Direction } from "../board/edit.ts";
import { kindNames } from "./catalogue.ts";
import { DeskContext } from "./context.ts";
import type { View } from "./desk.ts";

export function Strip({ view }: { view: View }) {
  const { parts, links, zone, graph, locked } = view;
  if (locked) return null;
  const part = parts.size === 1 ? graph.nodes.find((p) => parts.has(p.id)) : undefined;
  if (part) return <OfPart key={part.id} part={part} view={view} />;
  if (parts.size > 1) return <OfSeveral view={view} />;
  if (zone !== null) return <OfFrame key={zone} id={zone} view={view} />;
  const link = links.size === 1 ? [...links][0]! : null;
  if (link !== null) return <OfLink key={link} id={link} />;
  if (links.size > 1) return <div className="strip">{<Delete />}</div>;
  return (
    <p className="strip small soft" id="board-keys-short">
      {graph.nodes.length === 0 ? "Press Add, or A on the keyboard, and name the first part. Double-click puts one where you point." : "Choose a part to change it. Draw from its edge to another part to connect them."}
    </p>
  );
}

/** A field that is kept when it is left, or at Enter. */
function Words({ label, value, keep }: { label: string; value: string; keep(text: string): void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return (
    <label>
      <span>{label}</span>
      <input
        value={text}
        maxLength={limits.label}
        dir="auto"
        autoComplete="off"
        onInput={(event) => setText(event.currentTarget.value)}
        onBlur={() => text !== value && keep(text)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter" && text !== value) keep(text);
          if (event.key === "Escape") setText(value);
        }}
      />
    </label>
  );
}

function Delete() {
  const desk = useContext(DeskContext);
  return (
    <button type="button" onClick={() => desk.remove()}>
      Delete
    </button>
  );
}

function KindOf({ kind }: { kind: Kind | "" }) {
  const desk = useContext(DeskContext);
  return (
    <label>
      <span>Kind</span>
      <select value={kind} onChange={(event) => event.currentTarget.value && desk.turnInto(event.currentTarget.value as Kind)}>
        {kind === "" && <option value="">several</option>}
        {kinds.map((one) => (
          <option key={one} value={one}>
            {kindNames[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

function FrameOf({ view, zone }: { view: View; zone: string }) {
  const desk = useContext(DeskContext);
  const turn = (to: string): void => (to === "" ? desk.unframe() : desk.frame(to === "new" ? null : to));
  return (
    <label>
      <span>Frame</span>
      <select value={zone} onChange={(event) => turn(event.currentTarget.value)}>
        <option value="">none</option>
        {(view.graph.zones ?? []).map((z) => (
          <option key={z.id} value={z.id}>
            {z.label}
          </option>
        ))}
        <option value="new">a new one</option>
      </select>
    </label>
  );
}

function OfPart({ part, view }: { part: Part; view: View }) {
  const desk = useContext(DeskContext);
  const all = [...linkKeys(view.graph)].filter(([, { edge }]) => edge.from === part.id || edge.to === part.id);
  return (
    <div className="strip" role="group" aria-label={`The part ${desk.name(part.id)}`}>
      <Words label="Name" value={part.label} keep={(text) => desk.rename(part.id, text)} />
      <KindOf kind={part.kind} />
      <FrameOf view={view} zone={part.zone ?? ""} />
      <Delete />
      {all.length > 0 && (
        <ul aria-label="Its connections">
          {all.map(([key, { edge, back }]) => {
            const out = edge.from === part.id;
            const other = desk.name(out ? edge.to : edge.from);
            return (
              <li key={key}>
                <button type="button" onClick={() => desk.choose({ links: [key] })}>
                  {back ? "↔" : out ? "→" : "←"} <bdi>{other}</bdi>
                  {edge.label ? `: ${edge.label}` : ""}
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

function OfSeveral({ view }: { view: View }) {
  const chosen = view.graph.nodes.filter((p) => view.parts.has(p.id));
  const kind = chosen.every((p) => p.kind === chosen[0]!.kind) ? chosen[0]!.kind : "";
  const zone = chosen.every((p) => p.zone === chosen[0]!.zone) ? (chosen[0]!.zone ?? "") : "";
  return (
    <div className="strip" role="group" aria-label={`${chosen.length} parts`}>
      <b>{chosen.length} parts</b>
      <KindOf kind={kind} />
      <FrameOf view={view} zone={zone} />
      <Delete />
    </div>
  );
}

function OfFrame({ id, view }: { id: string; view: View }) {
  const desk = useContext(DeskContext);
  const zone = view.graph.zones!.find((z) => z.id === id)!;
  return (
    <div className="strip" role="group" aria-label={`The frame ${zone.label}`}>
      <Words label="Name" value={zone.label} keep={(text) => desk.renameZone(id, text, zone.kind)} />
      <label>
        <span>Kind</span>
        <select value={zone.kind} onChange={(event) => desk.renameZone(id, zone.label, event.currentTarget.value as ZoneKind)}>
          {zoneKinds.map((kind) => (
            <option key={kind} value={kind}>
              {kind === "zone" ? "Zone" : "Region"}
            </option>
          ))}
        </select>
      </label>
      <button type="button" onClick={() => desk.unframe()}>
        Take the frame away
      </button>
      <button type="button" onClick={() => desk.remove()}>
        Delete with its parts
      </button>
    </div>
  );
}

function OfLink({ id }: { id: string }) {
  const desk = useContext(DeskContext);
  const link = desk.link(id);
  if (!link) return null;
  const [from, to] = [desk.name(link.edge.from), desk.name(link.edge.to)];
  return (
    <div className="strip" role="group" aria-label={`The connection from ${from} to ${to}`}>
      <Words label="Says" value={link.edge.label ?? ""} keep={(text) => desk.describe(id, text)} />
      <label>
        <span>Direction</span>
        <select value={link.back ? "both" : "there"} onChange={(event) => desk.direct(id, event.currentTarget.value as Direction)}>
          <option value="there">{`${from} → ${to}`}</option>
          <option value="back">{`${to} → ${from}`}</option>
          <option value="both">{`${from} ↔ ${to}`}</option>
        </select>
      </label>
      <Delete />
    </div>
  );
}
