/** Proves who a server is: reads PEM files, makes a certificate for trials, takes up changed ones; it opens no socket. */
@NullMarked
package ai.a5c.krate.server.tls;

import org.jspecify.annotations.NullMarked;
