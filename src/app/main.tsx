import '@mantine/core/styles.layer.css';
// With the first styles: a sheet that comes later has the whole page laid out again.
import '@mantine/spotlight/styles.layer.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { calmWhileTraining } from './calm-while-training.ts';
import './global.css';
import { registerOffline } from './offline/register.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
calmWhileTraining();
registerOffline();
