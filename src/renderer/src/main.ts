import { mount } from 'svelte';
import App from './App.svelte';
import '@fontsource-variable/inter/wght.css';
import { startSpeaking } from './state/language.svelte.ts';
import './styles/base.css';

startSpeaking();
const target = document.getElementById('app');
if (target) mount(App, { target });
