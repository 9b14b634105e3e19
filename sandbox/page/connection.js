// The one road from the server: a WebSocket that brings a whole snapshot after every change.
import { useEffect, useRef, useState } from "./ui.js";

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5000;

/** Keeps a connection for ever; gives look(what): say what is looked at. */
function connect(onSnapshot, onOnline, onRefused) {
  let socket, wanted, wait = FIRST_WAIT_MS;
  const send = () => wanted && socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(wanted));
  const open = () => {
    socket = new WebSocket("/_page/ws");
    socket.onopen = () => { wait = FIRST_WAIT_MS; onOnline(true); send(); };
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.type === "state") onSnapshot(message);
      if (message.type === "refused") onRefused(message);
    };
    socket.onclose = () => {
      onOnline(false);
      setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    };
  };
  open();
  return (what) => { wanted = what; send(); };
}

/** The latest snapshot for this look ({as, channel, thread_ts, home, inspect}), and whether the line is up; nobody there: onRefused(). */
export function useSlack(look, onRefused) {
  const [snapshot, setSnapshot] = useState(null);
  const [online, setOnline] = useState(true);
  const tell = useRef(null);
  useEffect(() => { tell.current = connect(setSnapshot, setOnline, onRefused); }, []);
  useEffect(() => tell.current(look), Object.values(look));
  return [snapshot, online];
}
