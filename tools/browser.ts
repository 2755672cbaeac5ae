// Finds a Chromium for the browser tests, installing one where there is none, and launches it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { type Browser, type BrowserServer, chromium, type LaunchOptions } from 'playwright-core';

/** Playwright's defaults, plus: no graphics card, and no traffic of the browser's own. */
const QUIET_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const COMMANDS = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge'];

const MAC_APPS = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const WINDOWS_PROGRAMS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

const HELP = 'Install Chrome, Chromium or Edge, or set CHROME_PATH to one.';

export const launchBrowser = (): Promise<Browser> => chromium.launch(launchOptions());

/** One that several threads can connect to. */
export const launchBrowserServer = (): Promise<BrowserServer> => chromium.launchServer(launchOptions());

function launchOptions(): LaunchOptions {
  const sandbox = isRoot() ? ['--no-sandbox'] : [];
  return { executablePath: findBrowser(), args: [...sandbox, ...QUIET_FLAGS] };
}

/** The path of a Chromium-like browser; installs one when the machine has none. */
function findBrowser(): string {
  const found = namedBrowser() ?? installedBrowser();
  if (found) return found;
  installBrowser();
  const installed = installedBrowser();
  if (!installed) throw new Error(`No browser was found, and none could be installed. ${HELP}`);
  return installed;
}

function namedBrowser(): string | undefined {
  const path = process.env.CHROME_PATH || process.env.CHROMIUM_PATH;
  if (path && !existsSync(path))
    throw new Error(`There is no browser at ${path} (CHROME_PATH or CHROMIUM_PATH).`);
  return path || undefined;
}

function installedBrowser(): string | undefined {
  return [...systemBrowsers(), chromium.executablePath()].find((path) => existsSync(path));
}

function systemBrowsers(): string[] {
  switch (process.platform) {
    case 'darwin':
      return ['/Applications', join(process.env.HOME ?? '', 'Applications')].flatMap((folder) =>
        MAC_APPS.map((app) => join(folder, app)),
      );
    case 'win32':
      return [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
        .filter((folder) => folder !== undefined)
        .flatMap((folder) => WINDOWS_PROGRAMS.map((program) => join(folder, program)));
    default:
      return (process.env.PATH ?? '')
        .split(delimiter)
        .flatMap((folder) => COMMANDS.map((command) => join(folder, command)));
  }
}

/** Debian's own package brings its libraries along; Playwright's download needs nobody's permission. */
function installBrowser(): void {
  const sudo = sudoForApt();
  console.log(
    `No Chrome, Chromium or Edge found: installing Chromium with ${sudo ? 'apt-get' : 'Playwright'} …`,
  );
  if (sudo) {
    run([...sudo, 'apt-get', 'update']);
    run([...sudo, 'apt-get', 'install', '-y', '--no-install-recommends', 'chromium']);
  } else {
    const cli = join(
      dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
      'cli.js',
    );
    run([process.execPath, cli, 'install', 'chromium']);
  }
}

/** The words before apt-get: none as root, `sudo` where it asks for no password; undefined without either. */
function sudoForApt(): string[] | undefined {
  if (spawnSync('apt-get', ['--version']).status !== 0 || isUbuntu()) return undefined;
  if (isRoot()) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined;
}

/** There, the package `chromium` is only a snap, which does not run in containers. */
function isUbuntu(): boolean {
  const { stdout } = spawnSync('sh', ['-c', '. /etc/os-release && echo "$ID"'], { encoding: 'utf8' });
  return stdout.trim() === 'ubuntu';
}

const isRoot = () => process.getuid?.() === 0;

function run([command, ...rest]: string[]): void {
  if (!command) return;
  console.log(`> ${[command, ...rest].join(' ')}`);
  const { status } = spawnSync(command, rest, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`Chromium could not be installed: “${command}” failed. ${HELP}`);
}
