// Bluesky's own AppView beside a server: what it indexes in PostgreSQL, and the service that keeps mutes.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const KEY = "one-key-for-both-ends";
const HANDLES = ".test";

export async function startAppView(installation, { database, directory, appViewPort, dataPort, syncPort }) {
  const { resolve } = createRequire(join(installation, "package.json"));
  const load = (name) => import(pathToFileURL(resolve(name)));
  const bsky = await import(join(installation, "node_modules/@atproto/bsky/dist/index.js"));
  const bsync = await import(join(installation, "node_modules/@atproto/bsync/dist/index.js"));
  const { Secp256k1Keypair } = await import(join(installation, "node_modules/@atproto/crypto/dist/index.js"));
  const { Client } = await load("@did-plc/lib");

  const url = `http://localhost:${appViewPort}`;
  const key = await Secp256k1Keypair.create();
  const plc = new Client(directory);
  const did = await plc.createDid({
    signingKey: key.did(), rotationKeys: [key.did()], handle: "appview.test", pds: url, signer: key,
  });
  await plc.updateData(did, key, (data) => {
    data.services.bsky_notif = { type: "BskyNotificationService", endpoint: url };
    data.services.bsky_appview = { type: "BskyAppView", endpoint: url };
    return data;
  });

  const sync = await bsync.BsyncService.create(
    bsync.envToCfg({ port: syncPort, apiKeys: [KEY], dbUrl: database, dbSchema: "bsync", dbPoolSize: 5 }),
  );
  await sync.ctx.db.migrateToLatestOrThrow();
  await sync.start();

  const db = new bsky.Database({ url: database, schema: "appview", poolSize: 10 });
  await db.migrateToLatestOrThrow();
  const data = await bsky.DataPlaneServer.create(db, dataPort, directory, globalThis.fetch);
  const config = new bsky.ServerConfig({
    version: "unknown", port: appViewPort, didPlcUrl: directory, publicUrl: "https://appview.example", serverDid: did,
    alternateAudienceDids: [], dataplaneUrls: [`http://localhost:${dataPort}`], dataplaneHttpVersion: "1.1",
    bsyncUrl: `http://localhost:${syncPort}`, bsyncHttpVersion: "1.1", bsyncApiKey: KEY,
    modServiceDid: "did:example:moderation", labelsFromIssuerDids: [], bigThreadUris: new Set(), maxThreadParents: 50,
    disableSsrfProtection: true, searchTagsHide: new Set(), searchTagsHideAll: new Set(), threadTagsBumpDown: new Set(),
    threadTagsHide: new Set(), visibilityTagHide: "", visibilityTagRankPrefix: "", debugFieldAllowedDids: new Set(),
    draftsLimit: 500, feedGenSkeletonTimeout: 5000, adminPasswords: [KEY], etcdHosts: [],
  });
  const view = bsky.BskyAppView.create({ config, signingKey: key });
  await view.start();
  new bsky.BsyncSubscription({ config, db }).start();

  return {
    settings: { bskyAppViewUrl: url, bskyAppViewDid: did },
    // Handles of a test's domain are in no name server: the server that gives them is asked.
    follow(server) {
      for (const { handle } of [view.ctx.idResolver, data.idResolver]) {
        handle.resolve = async (name) => {
          if (!name.endsWith(HANDLES)) return undefined;
          const asked = new URL(`${server}/xrpc/com.atproto.identity.resolveHandle?handle=${name}`);
          const answer = await fetch(asked);
          return answer.ok ? (await answer.json()).did : undefined;
        };
      }
      const service = server.replace("http", "ws");
      void new bsky.RepoSubscription({ service, db, idResolver: data.idResolver }).start();
    },
  };
}
