// The one road from the server: a WebSocket that brings a whole snapshot after every change.
import { useEffect, useRef, useState } from "./ui.js";

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5000;

const address = () => `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/_page/ws`;

/** Keeps a connection for ever; gives `look(what)` (say what is looked at) and `close()`. */
function connect(onSnapshot, onOnline, onRefused) {
  let socket, timer, wanted, wait = FIRST_WAIT_MS, closed = false;
  const send = () => wanted && socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(wanted));
  const open = () => {
    socket = new WebSocket(address());
    socket.onopen = () => { wait = FIRST_WAIT_MS; onOnline(true); send(); };
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.type === "state") onSnapshot(message);
      if (message.type === "refused") onRefused(message);
    };
    socket.onclose = () => {
      if (closed) return;
      onOnline(false);
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    };
  };
  open();
  return {
    look: (what) => { wanted = what; send(); },
    close: () => { closed = true; clearTimeout(timer); socket.close(); },
  };
}

/** The latest snapshot for this look ({as, channel, thread_ts, home, inspect}), and whether the line is up; nobody there: onRefused(). */
export function useSlack(look, onRefused) {
  const [snapshot, setSnapshot] = useState(null);
  const [online, setOnline] = useState(true);
  const line = useRef(null);
  useEffect(() => {
    line.current = connect(setSnapshot, setOnline, onRefused);
    return () => line.current.close();
  }, []);
  useEffect(() => line.current.look(look), Object.values(look));
  return [snapshot, online];
}
