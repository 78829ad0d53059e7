// A real Bluesky server with the directory of identities that it needs, both on loopback, until its input closes.
// Usage: node serve.mjs INSTALLATION DATA PDS_PORT PLC_PORT [DATABASE APPVIEW_PORT DATA_PORT SYNC_PORT]: with an empty
// database also the AppView, which shows to each what the others say. One line of JSON says that all is ready.
import { createRequire } from "node:module";
import net from "node:net";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { startAppView } from "./appview.mjs";

const [installation, data, pdsPort, plcPort, database, ...ports] = process.argv.slice(2);
const directory = `http://localhost:${plcPort}`; // by a name: identities are not resolved at a bare address
const LOOPBACK = "127.0.0.1";

// Both listen on every interface of the machine when they are left alone.
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (where, ...more) {
  const asked = typeof where === "object" && where !== null ? where : { port: Number(where ?? 0) };
  return listen.call(this, { ...asked, host: LOOPBACK }, ...more.filter((one) => typeof one === "function"));
};

const { Database, PlcServer } = createRequire(join(installation, "package.json"))("@did-plc/server");
const { PDS } = await import(join(installation, "node_modules/@atproto/pds/dist/index.js"));

await PlcServer.create({ db: Database.mock(), port: Number(plcPort) }).start();
const [appViewPort, dataPort, syncPort] = ports.map(Number);
const appView = database && (await startAppView(installation, { database, directory, appViewPort, dataPort, syncPort }));
const server = await PDS.fromEnv({
  devMode: true,
  hostname: "localhost",
  port: Number(pdsPort),
  serviceHandleDomains: [".test"],
  dataDirectory: data,
  blobstoreDiskLocation: join(data, "blobs"),
  didPlcUrl: directory,
  enableDidDocWithSession: true,
  plcRotationKeyK256PrivateKeyHex: randomBytes(32).toString("hex"),
  jwtSecret: randomBytes(16).toString("hex"),
  adminPassword: randomBytes(16).toString("hex"),
  inviteRequired: false,
  disableSsrfProtection: true,
  ...(appView && appView.settings),
});
await server.start();
if (appView) appView.follow(`http://localhost:${pdsPort}`);
console.log(JSON.stringify({ url: `http://${LOOPBACK}:${pdsPort}` }));
process.stdin.on("end", () => process.exit(0)).resume();
