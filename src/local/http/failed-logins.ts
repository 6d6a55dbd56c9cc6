import { printable } from '../../lib/text/text.ts';

const minuteMs = 60_000;
/** Somebody with many addresses must not fill the terminal. */
const mostAddresses = 10;

/**
 * Reports failed logins: the first one of an address at once, and what follows within a minute in one line. At most 10
 * addresses are reported at a time. No password is ever seen here.
 */
export class FailedLogins {
  private readonly report: (text: string) => void;
  private readonly more = new Map<string, { count: number; username: string }>();

  constructor(report: (text: string) => void) {
    this.report = report;
  }

  note(address: string, username: string): void {
    const known = this.more.get(address);
    if (known !== undefined) {
      this.more.set(address, { count: known.count + 1, username });
      return;
    }
    if (this.more.size >= mostAddresses) return;
    this.report(`A login from ${address} failed, as ${printable(username, 60)}.`);
    this.more.set(address, { count: 0, username });
    setTimeout(() => this.sumUp(address), minuteMs).unref();
  }

  private sumUp(address: string): void {
    const { count, username } = this.more.get(address) ?? { count: 0, username: '' };
    this.more.delete(address);
    if (count === 0) return;
    const logins = count === 1 ? '1 more login' : `${count} more logins`;
    this.report(`${logins} from ${address} failed within a minute, the last one as ${printable(username, 60)}.`);
  }
}
