/** Releases as packages of operating systems. The only place that sees the libraries which write them. */
package io.countersign.packaging;
