/** The little of htmx that our own scripts ask for. */
interface Window {
  htmx?: {
    ajax(verb: string, path: string, context: { target: Element; swap: string; select?: string }): Promise<void>;
  };
  trustedTypes?: {
    createPolicy(name: string, rules: { createHTML(text: string, type: string, sink: string): string | null }): unknown;
  };
}
