import './jenkins-host.js';
import './app.js';
