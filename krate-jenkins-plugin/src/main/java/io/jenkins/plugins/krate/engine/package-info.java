/** What the plugin asks of Krate, whatever answers: a server elsewhere or an engine in this controller; knows no Jenkins. */
@NullMarked
package io.jenkins.plugins.krate.engine;

import org.jspecify.annotations.NullMarked;
