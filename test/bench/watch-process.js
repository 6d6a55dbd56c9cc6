// Loaded before a measured program: at its end, prints its peak memory, CPU seconds and number of HTTP requests as the
// last line of stderr.
import { subscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';

let calls = 0;
subscribe('http.client.request.start', () => {
  calls += 1;
});

process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const cpu = (userCPUTime + systemCPUTime) / 1e6;
  process.stderr.write(`\n${JSON.stringify({ mb: peakKb() / 1024, cpu, calls })}\n`);
});

/** On Linux, maxRSS starts at the peak of the parent process. */
function peakKb() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
