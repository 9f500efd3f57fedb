// Something that is done once, however often it is asked for; after a failure it is tried anew.

export class Once<Result> {
  private underWay: Promise<Result> | null = null;

  constructor(private readonly act: () => Promise<Result>) {}

  done(): Promise<Result> {
    if (this.underWay) return this.underWay;
    const underWay = this.act();
    underWay.catch(() => {
      if (this.underWay === underWay) this.underWay = null;
    });
    this.underWay = underWay;
    return underWay;
  }

  forget(): void {
    this.underWay = null;
  }
}
